import { useEffect, useState, type ReactNode } from 'react';
import type { Trouble } from '../api/problems';
import { isLoginOver } from '../identity/loginError';
import { duration } from '../time/words';
import { Button } from './Button';
import { Icon } from './icons';

/** A failure in words, with what there is to do about it and the id to report it by. */
export function TroubleNote({ trouble, children }: { trouble: Trouble; children?: ReactNode }) {
  return (
    <div className="note trouble">
      <Icon name="alert" />
      <div>
        {/* The sentence alone: a button that counts down would be announced each second. */}
        <p role="alert">{trouble.words}</p>
        {children && <div className="actions">{children}</div>}
        {trouble.requestId && <RequestId id={trouble.requestId} />}
      </div>
    </div>
  );
}

/** An id to report something by. It is not read out by itself, wherever it stands. */
export function RequestId({ id }: { id: string }) {
  // Which: another id in its place is not copied yet.
  const [copied, setCopied] = useState<string>();
  const copy = () => {
    // Refused where the clipboard is forbidden: the id stands there to be copied by hand.
    navigator.clipboard?.writeText(id).then(
      () => setCopied(id),
      () => setCopied(undefined),
    );
  };
  return (
    <p className="request-id" aria-live="off">
      To report it: <code>{id}</code>{' '}
      <button type="button" className="link" onClick={copy}>
        {copied === id ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}

/** Counts down the wait that the service asked for; 0 when there is none (any more). */
export function useWait(trouble: Trouble | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => countDown(Date.now() + (trouble?.retryAfterS ?? 0) * 1000, setLeft), [trouble]);
  return left;
}

/** A small correction of the device's clock ends no wait. */
const CORRECTED_MS = 1_000;

/** Shows how many seconds are left until then, by this device's clock; answers what stops it. */
export function countDown(until: number, show: (seconds: number) => void): () => void {
  const asked = until - Date.now();
  const look = () => {
    const left = until - Date.now();
    // More than was asked for: the device's clock was set back.
    show(left > asked + CORRECTED_MS ? 0 : Math.max(0, Math.ceil(left / 1000)));
  };
  look();
  const timer = setInterval(look, 500);
  return () => clearInterval(timer);
}

/** Counts down to the next try that comes by itself. */
export function NextTry({ at }: { at: number | undefined }) {
  const [left, setLeft] = useState(0);
  useEffect(() => countDown(at ?? 0, setLeft), [at]);
  if (left === 0) return null;
  return (
    <p className="quiet" role="timer">
      Next try in {duration(left)}.
    </p>
  );
}

/** A button for another try that keeps to the wait. */
export function TryAgain({ trouble, onClick }: { trouble: Trouble; onClick: () => void }) {
  const wait = useWait(trouble);
  return (
    <Button look="primary" off={wait > 0} onClick={onClick}>
      {wait > 0 ? `Try again in ${duration(wait)}` : 'Try again'}
    </Button>
  );
}

/** For students: the way to the screen that has the login, once nobody is logged in any more. */
export function ToLogin({ trouble }: { trouble: Trouble }) {
  if (!isLoginOver(trouble)) return null;
  return (
    <a className="button" href="#/">
      To the login
    </a>
  );
}

/** Another try, or another login; without access to the session, which one answer does not prove, a new encounter. */
export function WayOn({ trouble, onClick }: { trouble: Trouble; onClick: () => void }) {
  const again = <TryAgain trouble={trouble} onClick={onClick} />;
  if (isLoginOver(trouble)) {
    return (
      <div className="actions">
        {again}
        <ToLogin trouble={trouble} />
      </div>
    );
  }
  if (trouble.status !== 401 && trouble.status !== 404) return again;
  return (
    <div className="actions">
      {again}
      <a className="button" href="#/">
        New encounter
      </a>
    </div>
  );
}

interface AwaitedProps {
  /** Why it did not come; undefined while it is awaited. */
  trouble: Trouble | undefined;
  /** A sentence before the reason: what is not known for it. */
  unknown?: string;
  again: () => void;
}

/** In the place of what is not there yet: that it is awaited, or why it did not come, with another try. */
export function Awaited({ trouble, unknown, again }: AwaitedProps) {
  if (trouble)
    return (
      <TroubleNote trouble={unknown ? { ...trouble, words: `${unknown} ${trouble.words}` } : trouble}>
        <TryAgain trouble={trouble} onClick={again} />
      </TroubleNote>
    );
  return (
    <p role="status" className="quiet">
      One moment…
    </p>
  );
}
