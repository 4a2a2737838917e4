import type { Assessment, Rubric } from '@viva/client';
import { Fragment } from 'react';
import type { PanelProps } from '../faculty/panel';
import { count } from '../time/words';
import { othersOf, scoreOf, valueWords, type Other } from './compare';
import { Lines } from './Lines';
import { signedScores } from './signed';
import { SignedScores } from './SignedScores';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  rubric: Rubric;
  /** What the rater signed. */
  own: Assessment;
  all: readonly Assessment[];
}

/** What others chose, beside one's own. Nobody is right by a majority. */
export function OthersPart({ rubric, own, all, ...lines }: Props) {
  const others = othersOf(own, all);
  const open = others.filter(({ assessment }) => !assessment.hidden);
  const compared = open.filter(({ sameRubric }) => sameRubric);
  return (
    <section className="others" aria-labelledby="others-title">
      <h3 id="others-title">Others’ assessments</h3>
      {others.length === 0 && <p>Nobody else has signed one by this rubric yet.</p>}
      {others.length > open.length && (
        <p>
          {count(others.length - open.length, 'other assessment')} by this rubric: not read since you signed
          yours.
        </p>
      )}
      {open.map((other) => (
        <Fragment key={other.name}>
          <p>{agreementWords(other)}</p>
          {!other.sameRubric && (
            <SignedScores
              assessment={other.assessment}
              rubric={rubric}
              className="signed-criteria"
              lines={(evidence) => <Lines {...lines} evidence={evidence} />}
            />
          )}
        </Fragment>
      ))}
      {compared.length > 0 && <Table rubric={rubric} own={own} others={compared} />}
      {compared.length > 0 && (
        <p className="quiet">
          Where you differ, read the lines again together: a difference says more about the criterion than
          about the student.
        </p>
      )}
    </section>
  );
}

function agreementWords({ name, sameRubric, both, equal }: Other): string {
  if (!sameRubric) return `${name} assessed by another version of the rubric, so the two are not compared.`;
  if (both === 0) return `${name} and you have judged no criterion both.`;
  return `${name} and you chose the same in ${equal} of the ${both} criteria that both could judge.`;
}

function Table({ rubric, own, others }: { rubric: Rubric; own: Assessment; others: Other[] }) {
  // In the words of the scale where it is the one that both read, else as bare values.
  const scales = own.rubricVersion === rubric.version ? rubric.criteria : [];
  const words = (criterionId: string, assessment: Assessment) => {
    const { value } = scoreOf(assessment, criterionId) ?? {};
    const criterion = scales.find(({ id }) => id === criterionId);
    return criterion || value === undefined ? valueWords(criterion ?? { scale: 'five' }, value) : `${value}`;
  };
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="What each rater chose">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">You</th>
            {others.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {signedScores(own, rubric).map(({ id, title }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>{words(id, own)}</td>
              {others.map(({ name, assessment }) => (
                <td key={name}>{words(id, assessment)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
