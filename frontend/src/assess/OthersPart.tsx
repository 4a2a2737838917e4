import type { Assessment, Rubric } from '@viva/client';
import { count } from '../time/words';
import { othersOf, scoreOf, valueWords, type Other } from './compare';

interface Props {
  rubric: Rubric;
  /** What the rater signed. */
  own: Assessment;
  all: readonly Assessment[];
}

/** What others chose, beside one's own. Nobody is right by a majority. */
export function OthersPart({ rubric, own, all }: Props) {
  const others = othersOf(rubric, own, all);
  const open = others.filter(({ assessment }) => !assessment.hidden);
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
        <p key={other.name}>{agreementWords(other)}</p>
      ))}
      {open.length > 0 && <Table rubric={rubric} own={own} others={open} />}
      {open.length > 0 && (
        <p className="quiet">
          Where you differ, read the lines again together: a difference says more about the criterion than
          about the student.
        </p>
      )}
    </section>
  );
}

function agreementWords({ name, both, equal }: Other): string {
  if (both === 0) return `${name} and you have judged no criterion both.`;
  return `${name} and you chose the same in ${equal} of the ${both} criteria that both could judge.`;
}

function Table({ rubric, own, others }: { rubric: Rubric; own: Assessment | undefined; others: Other[] }) {
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
          {rubric.criteria.map((criterion) => (
            <tr key={criterion.id}>
              <th scope="row">{criterion.title}</th>
              <td>{valueWords(criterion, scoreOf(own, criterion.id)?.value)}</td>
              {others.map(({ name, assessment }) => (
                <td key={name}>{valueWords(criterion, scoreOf(assessment, criterion.id)?.value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
