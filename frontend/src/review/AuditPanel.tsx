import type { AuditEntry } from '@viva/client';
import { useCallback, useMemo, useState } from 'react';
import type { Trouble } from '../api/problems';
import '../styles/review.css';
import { AsideFrame } from '../faculty/AsideFrame';
import type { PanelProps } from '../faculty/panel';
import { useRead } from '../faculty/useRead';
import { facultyTrouble } from '../faculty/words';
import { count, dayAndTime, timeOfDay } from '../time/words';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { actionWords, actorWords, auditRows } from './auditWords';
import { reviewApi } from './reviewApi';

interface More {
  readonly entries: readonly AuditEntry[];
  readonly next?: string | undefined;
}

/** Who of faculty did what with this encounter, and with its exam. */
export function AuditPanel({ api, session: { sessionId }, onClose }: PanelProps) {
  const review = useMemo(() => reviewApi(api.configuration, sessionId), [api, sessionId]);
  const { value, trouble, again } = useRead(useCallback(() => review.audit(), [review]));
  const [more, setMore] = useState<More>();
  const [moreTrouble, setMoreTrouble] = useState<Trouble>();
  const [reading, setReading] = useState(false);
  const next = more ? more.next : value?.nextCursor;
  const rows = auditRows([...(value?.entries ?? []), ...(more?.entries ?? [])]);
  const older = async () => {
    setMoreTrouble(undefined);
    setReading(true);
    try {
      const page = await review.audit(next);
      setMore({ entries: [...(more?.entries ?? []), ...page.entries], next: page.nextCursor });
    } catch (error) {
      setMoreTrouble(await facultyTrouble(error));
    } finally {
      setReading(false);
    }
  };
  return (
    <AsideFrame title="Who read it" onClose={onClose}>
      <div
        className="aside-body"
        tabIndex={0}
        role="group"
        aria-label="Who did what with this encounter and with its exam"
      >
        <p className="quiet">
          Each use of this encounter alone and of its exam, newest first. Lists, reports of its group, exports
          and looks at this trail are in the service’s trail. It holds nothing of what was said, and outlives
          the encounter. What the page itself reads again and again (the encounter, a model’s proposals) is
          recorded once in ten minutes, everything else each time.
        </p>
        {trouble && (
          <TroubleNote trouble={trouble}>
            <TryAgain trouble={trouble} onClick={again} />
          </TroubleNote>
        )}
        {!value && !trouble && (
          <p role="status" className="quiet">
            One moment…
          </p>
        )}
        <ol className="trail">
          {rows.map(({ at, since, times, actor, action, operation }) => (
            <li key={`${at.getTime()} ${actor} ${operation}`}>
              <span>
                <strong>{actionWords({ action, operation })}</strong>
                {times > 1 && `, ${count(times, 'time')}`}
              </span>
              <span className="quiet">
                {actorWords(actor)} · <time dateTime={at.toISOString()}>{dayAndTime(at)}</time>
                {timeOfDay(since) !== timeOfDay(at) && `, first at ${timeOfDay(since)}`}
              </span>
            </li>
          ))}
        </ol>
        {moreTrouble && <TroubleNote trouble={moreTrouble} />}
        {next && (
          <div>
            <Button off={reading} onClick={() => void older()}>
              {reading ? 'One moment…' : 'Show older'}
            </Button>
          </div>
        )}
      </div>
    </AsideFrame>
  );
}
