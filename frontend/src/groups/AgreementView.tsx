import type { CriterionAgreement } from '@viva/client';
import { useCallback } from 'react';
import { useRead } from '../faculty/useRead';
import { agreementWords, candidateWords, figureWords, MIN_ENCOUNTERS } from './agreement';
import type { GroupsApi, Wanted } from './groupsApi';
import { PrecisionPart } from './PrecisionPart';
import { otherVersionsWords, unreadWords } from './table';
import { NO_GROUP, Waiting } from './Waiting';

/** How far raters agree, criterion by criterion, and what that allows one to conclude. */
export function AgreementView({ api, group, scenarioId, rubricId }: Wanted & { api: GroupsApi }) {
  const read = useRead(
    useCallback(() => api.agreement({ group, scenarioId, rubricId }), [api, group, scenarioId, rubricId]),
  );
  const rubric = useRead(useCallback(() => api.rubric(rubricId), [api, rubricId]));
  if (!read.value) return <Waiting read={read} missing={NO_GROUP} />;
  if (!rubric.value) return <Waiting read={rubric} />;
  const { criteria, otherVersions } = read.value;
  const titles = new Map(rubric.value.criteria.map(({ id, title }) => [id, title]));
  const unread = `${otherVersionsWords(otherVersions)}${unreadWords(read.value)}`.trim();
  return (
    <>
      <p>
        For each criterion, the encounters that at least two raters assessed without seeing each other’s
        choice. It judges the criterion, not the raters.
      </p>
      {unread && <p className="note">{unread}</p>}
      {criteria.every(({ tooFew }) => tooFew) ? (
        <p role="status" className="empty-board">
          There are no figures yet: a criterion needs {MIN_ENCOUNTERS} encounters with two raters
          {otherVersions ? ' by this version of the rubric' : ''}, so that chance does not speak. At most{' '}
          {Math.max(0, ...criteria.map(({ encounters }) => encounters))} have two now.
        </p>
      ) : (
        <Figures criteria={criteria} titles={titles} otherVersions={otherVersions} />
      )}
      <details className="rubric-about">
        <summary>What these figures are</summary>
        <p>
          <strong>Same value</strong>: of all pairs of raters of an encounter, how many chose the same. It is
          high by itself where nearly everybody gets the same value.
        </p>
        <p>
          <strong>Kappa</strong> (Cohen 1960): agreement of the same two raters beyond chance. 1 is full
          agreement, 0 is what chance would give.
        </p>
        <p>
          <strong>Alpha</strong> (Krippendorff 2011): the same for any number of raters, also where values are
          missing. From 0.80 on one may rely on it, from 0.667 draw tentative conclusions (Krippendorff 2004).
        </p>
      </details>
      <PrecisionPart api={api} rubric={rubric.value} />
    </>
  );
}

function Figures({
  criteria,
  titles,
  otherVersions,
}: {
  criteria: readonly CriterionAgreement[];
  titles: ReadonlyMap<string, string>;
  otherVersions: number | undefined;
}) {
  return (
    <div className="table-scroll wide" tabIndex={0} role="region" aria-label="Agreement of raters">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">What it means</th>
            <th scope="col">Encounters</th>
            <th scope="col">Same value</th>
            <th scope="col">Kappa</th>
            <th scope="col">Alpha</th>
          </tr>
        </thead>
        <tbody>
          {criteria.map((one) => (
            <tr key={one.criterionId}>
              <th scope="row">{titles.get(one.criterionId) ?? one.criterionId}</th>
              <td>
                {agreementWords(one, otherVersions)} {candidateWords(one)}
              </td>
              <td>{one.encounters}</td>
              <td>{figureWords(one.percent, '%')}</td>
              <td>{figureWords(one.cohenKappa)}</td>
              <td>{figureWords(one.krippendorffAlpha)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
