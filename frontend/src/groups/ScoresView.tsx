import { useCallback } from 'react';
import { useRead } from '../faculty/useRead';
import type { GroupsApi, Wanted } from './groupsApi';
import { StudentTable } from './StudentTable';
import { otherVersionsWords, scoredWords, scoreTable, unreadWords } from './table';
import { NO_GROUP, Waiting } from './Waiting';

/** A rubric's criteria by the students of a group, as raters signed them. */
export function ScoresView({ api, group, scenarioId, rubricId }: Wanted & { api: GroupsApi }) {
  const read = useRead(
    useCallback(() => api.scores({ group, scenarioId, rubricId }), [api, group, scenarioId, rubricId]),
  );
  const { value } = read;
  return (
    <>
      <Waiting read={read} missing={NO_GROUP} />
      {value && (
        <>
          <p role="status">
            {scoredWords(value)}
            {otherVersionsWords(value.otherVersions)}
            {unreadWords(value)}
          </p>
          {value.rows.length > 0 && (
            <>
              <p className="quiet">
                ✓ seen, ○ not seen, – not judged; other figures are points of the scale, where raters differ
                their mean.
              </p>
              <StudentTable
                table={scoreTable(value)}
                what="Criterion"
                counted="Above the lowest point"
                label="What teachers saw of the group"
              />
            </>
          )}
        </>
      )}
    </>
  );
}
