import { useState, type FormEvent } from 'react';
import type { NewReflection, Reflection } from '@viva/client';
import type { Trouble } from '../api/problems';
import { dayAndTime } from '../time/words';
import { useAskBeforeLeaving } from '../ui/beforeLeaving';
import { Button } from '../ui/Button';
import { ToLogin, TroubleNote, useWait } from '../ui/TroubleNote';
import { answered, MAX_ANSWER, PROMPTS, ReflectionDraft, reflectionOf, sameAnswers } from './reflection';

interface Props {
  sessionId: string;
  /** Whether the debrief waits for it. */
  first: boolean;
  submit: (reflection: NewReflection) => Promise<Trouble | undefined>;
}

/** The student's own judgement. What is written stays in this tab, also over a reload, until it is submitted. */
export function ReflectionForm({ sessionId, first, submit }: Props) {
  const [draft] = useState(() => new ReflectionDraft(sessionId));
  const [answers, setAnswers] = useState(draft.read);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const wait = useWait(trouble);
  const written = reflectionOf(answers);
  useAskBeforeLeaving(!!written);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!written) return;
    setBusy(true);
    setTrouble(undefined);
    const refused = await submit(written);
    setBusy(false);
    if (refused) return setTrouble(refused);
    draft.forget();
  };
  const write = (id: string, text: string) => {
    const now = { ...answers, [id]: text };
    setAnswers(now);
    draft.keep(now);
  };
  return (
    <form className="reflection-form" onSubmit={(event) => void send(event)}>
      <p>
        {first
          ? 'Your own judgement comes first here; the debrief follows at once. '
          : 'Your own judgement, beside what was found. '}
        Answer what you can: one answer is enough. Once submitted it stays as it is, and your teachers can
        read it.
      </p>
      {PROMPTS.map(({ id, text }) => (
        <label key={id}>
          <span>{text}</span>
          <textarea
            rows={3}
            maxLength={MAX_ANSWER}
            value={answers[id] ?? ''}
            // What came now would not be in what is being submitted, and be forgotten with it.
            readOnly={busy}
            onChange={(event) => write(id, event.currentTarget.value)}
          />
        </label>
      ))}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <ToLogin trouble={trouble} />
        </TroubleNote>
      )}
      <div>
        <Button type="submit" look={first ? 'primary' : 'plain'} off={busy || wait > 0} disabled={!written}>
          {busy ? 'Submitting…' : 'Submit reflection'}
        </Button>
      </div>
    </form>
  );
}

/** What the student submitted. */
export function OwnReflection({ reflection }: { reflection: Reflection }) {
  return (
    <div className="own-reflection">
      <Answers reflection={reflection} />
      <p className="quiet">Submitted {dayAndTime(reflection.submittedAt)}.</p>
    </div>
  );
}

/** What was written here while another text was submitted: it can be read until the student removes it. */
export function NotSubmitted({ sessionId, reflection }: { sessionId: string; reflection: Reflection }) {
  const [draft] = useState(() => new ReflectionDraft(sessionId));
  const [written, setWritten] = useState(() => reflectionOf(draft.read()));
  if (!written || sameAnswers(written, reflection)) return null;
  const remove = () => {
    draft.forget();
    setWritten(undefined);
  };
  return (
    <div className="own-reflection not-submitted">
      <p role="alert">
        Another text was submitted before, from here or from another tab or device. It stays as it is. What
        follows was not submitted. It is only in this tab: copy what you want to keep.
      </p>
      <Answers reflection={written} />
      <Button onClick={remove}>Remove what was not submitted</Button>
    </div>
  );
}

function Answers({ reflection }: { reflection: NewReflection }) {
  return (
    <dl>
      {answered(reflection).map(({ prompt, text }) => (
        <div key={prompt}>
          <dt>{prompt}</dt>
          <dd dir="auto">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
