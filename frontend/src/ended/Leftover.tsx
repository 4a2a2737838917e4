import type { Entry, Outbox, Pending } from '@viva/client';
import { useState } from 'react';
import { causeOf } from '../api/problems';
import { DiscardDialog } from '../encounter/DiscardDialog';
import { Attention } from '../encounter/Line';
import { discardLine, retryLine } from '../encounter/lineStorage';
import { Button } from '../ui/Button';
import { NextTry, RequestId } from '../ui/TroubleNote';

/** Without access to the encounter, nothing here sends its lines: somebody decides, as about those that were refused. */
function decidable({ entries, failure }: Pending): readonly Entry[] {
  // With a status, it was the service's answer, and one is not final.
  if (failure?.code !== 'unauthenticated' || failure.status !== 0) return entries;
  return entries.map((entry) => ({ ...entry, state: 'attention', failure }));
}

/** The lines that are not stored yet, and what happens with them. */
export function Leftover({ pending, outbox }: { pending: Pending; outbox: Outbox }) {
  const { failure, nextTryAt } = pending;
  const entries = decidable(pending);
  const [removing, setRemoving] = useState<Entry>();
  const [failed, setFailed] = useState<string>();
  const waiting = entries.filter((entry) => entry.state === 'waiting');
  const sessionId = entries[0]?.sessionId;
  return (
    <section className="leftover" aria-labelledby="leftover-title">
      <h2 id="leftover-title">Not saved yet</h2>
      {waiting.length > 0 && (
        <p>
          {failure ? `${causeOf(failure)} ` : ''}
          {waiting.length === 1 ? 'It is sent again by itself' : 'They are sent again by themselves'}, also
          after a reload; keep this page open or come back to it.
        </p>
      )}
      {waiting.length > 0 && <NextTry at={nextTryAt} />}
      {waiting.length > 0 && failure?.requestId && <RequestId id={failure.requestId} />}
      <ul>
        {entries.map((entry) => (
          <li key={entry.key}>
            <p dir="auto">“{entry.line.text}”</p>
            {entry.state === 'attention' && (
              <Attention
                entry={entry}
                onRetry={(e) => void retryLine(outbox, e, 0).then(setFailed)}
                onDiscard={setRemoving}
              />
            )}
          </li>
        ))}
      </ul>
      {failed && <p role="alert">{failed}</p>}
      {waiting.length > 0 && sessionId && (
        <Button onClick={() => outbox.retryNow(sessionId)}>Send now</Button>
      )}
      {removing && (
        <DiscardDialog
          entry={removing}
          onDiscard={(e) => void discardLine(outbox, e).then(setFailed)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  );
}
