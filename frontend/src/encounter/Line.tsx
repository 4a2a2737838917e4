import type { Entry } from '@viva/client';
import { inWords } from '../api/problems';
import { TimeOfDay } from '../time/TimeOfDay';
import { Shown } from '../media/Shown';
import { Icon } from '../ui/icons';
import { RequestId } from '../ui/TroubleNote';
import type { ShownLine } from './shown';

interface Props {
  line: ShownLine;
  name: string;
  language: string | undefined;
  onRetry: (entry: Entry) => void;
  onDiscard: (entry: Entry) => void;
}

const STATE = {
  sending: { icon: 'clock', words: 'on its way' },
  waiting: { icon: 'clock', words: 'waiting to be saved' },
  saved: { icon: 'check', words: 'saved' },
  attention: { icon: 'alert', words: 'needs attention' },
  unkept: { icon: 'alert', words: 'not kept on this device' },
} as const;

export function Line({ line, name, language, onRetry, onDiscard }: Props) {
  const partial = line.state === 'partial';
  const mark = line.state === 'partial' || line.state === 'unwritten' ? undefined : STATE[line.state];
  return (
    <article
      className={`line ${line.role} ${line.state}`}
      aria-hidden={partial || undefined}
      data-item={line.itemId}
    >
      <span className="name">{name}</span>
      <div className="words">
        <p dir="auto" lang={language}>
          {line.text}
        </p>
        <Shown media={line.media} />
        {line.marks.length > 0 && (
          // Not announced by itself: out of its line's context it would say nothing.
          <p className="marks" aria-live="off">
            {line.marks.join(' · ')}
          </p>
        )}
        {line.entry && line.state === 'attention' && (
          <Attention entry={line.entry} onRetry={onRetry} onDiscard={onDiscard} />
        )}
      </div>
      <span className="stamp">
        <TimeOfDay at={line.begun} />
        {mark && (
          <span className="mark-of-state" title={mark.words}>
            <Icon name={mark.icon} />
            <span className="visually-hidden">{mark.words}</span>
          </span>
        )}
      </span>
    </article>
  );
}

type AttentionProps = Pick<Props, 'onRetry' | 'onDiscard'> & { entry: Entry };

/** A line the service refused: kept here until someone decides. */
export function Attention({ entry, onRetry, onDiscard }: AttentionProps) {
  const { words, requestId } = entry.failure
    ? inWords(entry.failure)
    : { words: 'This line could not be saved.', requestId: undefined };
  return (
    <div className="attention">
      <p>{words}</p>
      <button type="button" className="link" onClick={() => onRetry(entry)}>
        Try again
      </button>
      <button type="button" className="link" onClick={() => onDiscard(entry)}>
        Remove from this device
      </button>
      {requestId && <RequestId id={requestId} />}
    </div>
  );
}
