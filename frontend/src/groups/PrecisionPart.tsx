import type { CriterionPrecision, ReviewPrecision, Rubric } from '@viva/client';
import { useCallback } from 'react';
import { useRead } from '../faculty/useRead';
import { figureWords } from './agreement';
import type { GroupsApi } from './groupsApi';
import { criterionName, independentWords, precisionWords } from './precision';
import { Waiting } from './Waiting';

interface Props {
  api: GroupsApi;
  rubric: Rubric;
}

/** How far a model's proposals agree with what people signed. Nothing where no model was ever asked nor could be. */
export function PrecisionPart({ api, rubric }: Props) {
  const read = useRead(useCallback(() => Promise.all([api.precision(), api.reader()]), [api]));
  const { value } = read;
  if (!value) return read.trouble ? <Waiting read={read} /> : null;
  const [report, reader] = value;
  const criteria = report.criteria.filter((one) => one.rubricId === rubric.rubricId);
  if (criteria.length === 0 && !reader) return null;
  return (
    <section className="precision" aria-labelledby="precision-title">
      <h2 id="precision-title">Proposals of a model</h2>
      <p>
        Each proposal beside what people signed, in all groups and cases. It judges the model, and flatters
        it: people who have read a proposal tend to agree with it.
      </p>
      {criteria.length === 0 ? (
        <p role="status" className="empty-board">
          There are no figures yet: no proposal by this rubric stands beside a signed assessment.
        </p>
      ) : (
        <Figures report={report} criteria={criteria} rubric={rubric} />
      )}
      <details className="rubric-about">
        <summary>What these figures are</summary>
        <p>
          <strong>Precision</strong>: of what the model proposed as seen, how much people signed as seen.{' '}
          <strong>Recall</strong>: of what people signed as seen, how much the model proposed.
        </p>
        <p>
          <strong>Kappa</strong> (Cohen 1960): agreement beyond chance. From {report.minPairs} pairs on there
          are figures; a criterion below {figureWords(report.minKappa)} is switched off.
        </p>
      </details>
    </section>
  );
}

interface FiguresProps {
  report: ReviewPrecision;
  criteria: readonly CriterionPrecision[];
  rubric: Rubric;
}

function Figures({ report, criteria, rubric }: FiguresProps) {
  return (
    <div className="table-scroll wide" tabIndex={0} role="region" aria-label="Proposals beside signed scores">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">Model</th>
            <th scope="col">What it means</th>
            <th scope="col">Pairs</th>
            <th scope="col">Precision</th>
            <th scope="col">Recall</th>
            <th scope="col">Kappa</th>
          </tr>
        </thead>
        <tbody>
          {criteria.map((one) => (
            <tr key={`${one.criterionId} ${one.model} ${one.promptDigest} ${one.rubricVersion}`}>
              <th scope="row">{criterionName(one, rubric)}</th>
              <td>{one.model}</td>
              <td>
                {precisionWords(one, report)} {independentWords(one)}
              </td>
              <td>{one.pairs}</td>
              <td>{figureWords(one.precision)}</td>
              <td>{figureWords(one.recall)}</td>
              <td>{figureWords(one.kappa)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
