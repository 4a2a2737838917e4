import { useCallback } from 'react';
import { useRead } from '../faculty/useRead';
import type { GroupsApi } from './groupsApi';
import { StudentTable } from './StudentTable';
import { itemTable, studentsWords } from './table';
import { NO_GROUP, Waiting } from './Waiting';

/** A case's items by the students of a group, as the rules of the debrief find them. */
export function ItemsView({ api, group, scenarioId }: { api: GroupsApi; group: string; scenarioId: string }) {
  const read = useRead(useCallback(() => api.items(group, scenarioId), [api, group, scenarioId]));
  const { value } = read;
  return (
    <>
      <Waiting read={read} words="Reading what each conversation shows…" missing={NO_GROUP} />
      {value && (
        <>
          <p role="status">
            {value.rows.length === 0
              ? 'Nobody of this group has finished an encounter with this case yet.'
              : studentsWords(value.rows.length, 'finished')}
            {value.older && ' Older encounters than the newest 60 were not read.'}
          </p>
          {value.rows.length > 0 && (
            <>
              <p className="quiet">
                ✓ shown, ○ not shown, ? unclear: read the line, – not known. Found by rules; no person has
                judged it. A danger that was asked for and not answered is not shown either. What few show is
                what the course may have to teach.
              </p>
              <StudentTable
                table={itemTable(value)}
                what="Of the case"
                counted="Shown by"
                label="What the conversations of the group show of the case"
              />
            </>
          )}
        </>
      )}
    </>
  );
}
