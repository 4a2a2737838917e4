import type { Debrief, Transcript } from '@viva/client';
import { useMemo } from 'react';
import type { ScriptEntry } from '../encounter/phases';
import { groupsOf } from './groups';
import { ItemGroup } from './ItemList';
import { MeasureList } from './MeasureList';
import type { Names } from './names';
import { timelineOf } from './timeline';
import { TimelineView } from './TimelineView';
import type { Jump } from './useJump';

interface Props {
  debrief: Debrief;
  /** The conversation that it is of. */
  entries: readonly ScriptEntry[];
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** What an encounter shows of its case, each point with the words that show it. No mark and no rank. */
export function DebriefView({ debrief, entries, ...rest }: Props) {
  const { complete, answers, withheld = 0, measures, limits } = debrief;
  const groups = groupsOf(debrief);
  const timeline = useMemo(() => timelineOf(debrief, entries), [debrief, entries]);
  return (
    <div className="debrief">
      <p className="quiet">
        {complete
          ? 'From the complete transcript.'
          : 'From a transcript that is not complete yet: more lines may come.'}{' '}
        Press a quote to see it in its place.
      </p>
      {!groups.some(({ id }) => id === 'asked' || id === 'volunteered') && (
        <p>No line tells a topic of this case in words that the rules recognise.</p>
      )}
      {groups.map((group) => (
        <ItemGroup key={group.id} group={group} {...rest} />
      ))}
      {!answers && withheld > 0 && (
        <p className="quiet">
          Some items are not shown: the dangers, the plan, and what was missed or is unclear. They stay for
          the next attempt, until a teacher releases them.
        </p>
      )}
      {timeline && (
        <section className="items" aria-labelledby="items-timeline">
          <h3 id="items-timeline">Along the encounter</h3>
          <TimelineView timeline={timeline} {...rest} />
        </section>
      )}
      <section className="items" aria-labelledby="items-measures">
        <h3 id="items-measures">Figures about the conversation</h3>
        <p className="quiet">None is a grade. Open one to read what it means and what it cannot say.</p>
        <MeasureList measures={measures} {...rest} />
      </section>
      <section className="items" aria-labelledby="items-limits">
        <h3 id="items-limits">What this cannot judge</h3>
        <p>
          Fixed rules compared the lines with the case; no model judged, and nobody else was compared with.
          Whether a question came at the right moment, whether the patient felt understood, how anyone
          thought: only people can say that.
        </p>
        <ul className="limits">
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
