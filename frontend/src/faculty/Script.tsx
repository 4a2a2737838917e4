import { useMemo } from 'react';
import { lineLanguage, type Languages } from '../debrief/names';
import { emptyWords } from '../encounter/emptyWords';
import { shownLines } from '../encounter/shown';
import { useStickToEnd } from '../encounter/useStickToEnd';
import { FindingCard } from '../examine/FindingCard';
import { withFindings } from '../examine/findings';
import { count, timeOfDay } from '../time/words';
import { Button } from '../ui/Button';
import type { Names } from './cases';
import type { FollowedState } from './followed';
import { withMarks, type Mark } from './marks';
import type { Picking, Reading } from './reading';
import { Place, ScriptLine } from './ScriptLine';
import { usePicks } from './usePicks';

interface Props {
  state: FollowedState;
  names: Names | undefined;
  /** What the two speak; unknown until the session is read. */
  languages: Languages | undefined;
  /** Several scripts side by side announce nothing: nobody could tell them apart by ear. */
  quiet?: boolean;
  /** What the region is called, where there are several. */
  label: string;
  /** When it is read beside something that quotes it. */
  reading?: Reading | undefined;
}

/** What is said, found and done in an encounter, in reading order, as it happens. */
export function Script({ state, names, languages, quiet = false, label, reading }: Props) {
  const { conversation, marks } = state;
  const entries = useMemo(() => {
    const found = withFindings(shownLines(conversation), conversation.findings);
    return withMarks(found, (entry) => entry.finding?.seq ?? entry.line?.seq ?? 0, marks);
  }, [conversation, marks]);
  const { ref, away, toEnd } = useStickToEnd(entries);
  const picks = usePicks(ref, reading?.picking);
  const patient = names?.patient.split(' ')[0] ?? 'Patient';
  return (
    <div className="scroll" ref={ref} tabIndex={0} role="region" aria-label={label} {...picks}>
      {reading?.picking && <PickingBar picking={reading.picking} />}
      <div className="script">
        {entries.length === 0 && <p className="quiet empty">{emptyWords(state, NOT_YET)}</p>}
        <div
          role="log"
          aria-label="What was said"
          aria-relevant="additions"
          aria-live={quiet || reading || !state.caughtUp ? 'off' : 'polite'}
        >
          {entries.map(({ entry, mark }) => {
            if (mark) return <MarkRow key={`mark ${mark.seq}`} mark={mark} />;
            const { line, finding } = entry;
            const { itemId } = line ?? finding;
            // Another key for a partial: what was being said is announced once, when it is final.
            const key = finding ? `finding ${itemId}` : line.state === 'partial' ? `${itemId}…` : itemId;
            const told = finding ? (
              <FindingCard key={key} finding={finding} patient={patient} />
            ) : (
              <ScriptLine
                key={key}
                line={line}
                language={languages && lineLanguage(line, languages)}
                name={line.role === 'student' ? 'Student' : (line.speaker ?? names?.speaker ?? patient)}
                reading={reading}
              />
            );
            if (!reading) return told;
            return (
              <Place key={key} itemId={itemId} reading={reading}>
                {told}
              </Place>
            );
          })}
        </div>
      </div>
      {away && (
        <Button className="to-end" icon="down" onClick={toEnd}>
          Newest line
        </Button>
      )}
    </div>
  );
}

function PickingBar({ picking: { about, picked, max, done } }: { picking: Picking }) {
  return (
    <div className="picking">
      <p>
        Attach lines to <strong>{about}</strong>.{' '}
        <span role="status">
          {picked.size >= max
            ? `${max} lines attached: no more are taken`
            : `${count(picked.size, 'line')} attached`}
        </span>
      </p>
      <Button look="primary" onClick={done}>
        Done
      </Button>
    </div>
  );
}

function MarkRow({ mark }: { mark: Mark }) {
  return (
    <p className={`event ${mark.kind}`} data-seq={mark.seq}>
      <span>{mark.words}</span>{' '}
      <time className="quiet" dateTime={new Date(mark.at).toISOString()}>
        {timeOfDay(mark.at)}
      </time>
    </p>
  );
}

const NOT_YET = 'Nothing has been said yet. Lines appear here as they are spoken.';
