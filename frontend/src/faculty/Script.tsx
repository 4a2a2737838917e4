import { useMemo } from 'react';
import { shownLines, type ShownLine } from '../encounter/shown';
import { useStickToEnd } from '../encounter/useStickToEnd';
import { FindingCard } from '../examine/FindingCard';
import { withFindings } from '../examine/findings';
import { Shown } from '../media/Shown';
import { timeOfDay } from '../time/words';
import { Button } from '../ui/Button';
import type { Names } from './cases';
import type { FollowedState } from './followed';
import { withMarks, type Mark } from './marks';

interface Props {
  state: FollowedState;
  names: Names | undefined;
  /** Several scripts side by side announce nothing: nobody could tell them apart by ear. */
  quiet?: boolean;
  /** What the region is called, where there are several. */
  label: string;
}

/** What is said, found and done in an encounter, in reading order, as it happens. */
export function Script({ state, names, quiet = false, label }: Props) {
  const { conversation, marks } = state;
  const entries = useMemo(() => {
    const found = withFindings(shownLines(conversation), conversation.findings);
    return withMarks(found, (entry) => entry.finding?.seq ?? entry.line?.seq ?? 0, marks);
  }, [conversation, marks]);
  const { ref, away, toEnd } = useStickToEnd(entries);
  const patient = names?.patient.split(' ')[0] ?? 'Patient';
  return (
    <div className="scroll" ref={ref} tabIndex={0} role="region" aria-label={label}>
      <div className="script">
        {entries.length === 0 && <p className="quiet empty">{emptyWords(state)}</p>}
        <div
          role="log"
          aria-label="What was said"
          aria-relevant="additions"
          aria-live={quiet ? 'off' : 'polite'}
        >
          {entries.map(({ entry, mark }) => {
            if (mark) return <MarkRow key={`mark ${mark.seq}`} mark={mark} />;
            const { line, finding } = entry;
            return finding ? (
              <FindingCard key={`finding ${finding.itemId}`} finding={finding} patient={patient} />
            ) : (
              // Another key for a partial: what was being said is announced once, when it is final.
              <Spoken
                key={line.state === 'partial' ? `${line.itemId}…` : line.itemId}
                line={line}
                name={line.role === 'student' ? 'Student' : (line.speaker ?? names?.speaker ?? patient)}
              />
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

function Spoken({ line, name }: { line: ShownLine; name: string }) {
  const partial = line.state === 'partial';
  return (
    <article
      className={`line ${line.role} ${line.state}`}
      aria-hidden={partial || undefined}
      data-item={line.itemId}
    >
      <span className="name">{name}</span>
      <div className="words">
        <p dir="auto">{line.text}</p>
        <Shown media={line.media} />
        {line.marks.length > 0 && (
          <p className="marks" aria-live="off">
            {line.marks.join(' · ')}
          </p>
        )}
      </div>
      <span className="stamp">
        <time dateTime={new Date(line.begun).toISOString()}>{timeOfDay(line.begun)}</time>
      </span>
    </article>
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

function emptyWords({ conversation, stream }: FollowedState): string {
  if (conversation.state !== 'open') return 'Nothing was said.';
  if (stream.kind === 'connecting') return 'One moment…';
  return 'Nothing has been said yet. Lines appear here as they are spoken.';
}
