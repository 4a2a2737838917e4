import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Draft } from '../device/draft';
import { calledName } from '../device/speaker';
import { Icon } from '../ui/icons';
import { isComposing } from '../ui/keyboard';
import type { EncounterController } from './encounterController';
import type { EncounterState } from './encounterState';
import { withReturned } from './unheard';

const MAX_CHARACTERS = 20_000;

/** Typed lines. Usable only in the call: words that no patient hears would be no part of the encounter. */
export function TextField({ controller, state }: { controller: EncounterController; state: EncounterState }) {
  const draft = useMemo(() => new Draft(state.device.sessionId), [state.device.sessionId]);
  const [text, setText] = useState(draft.read);
  // Before the page is painted: a reload at once must not lose the last words.
  useLayoutEffect(() => draft.keep(text), [draft, text]);
  const field = useRef<HTMLTextAreaElement>(null);
  const { call, returned, ending, device } = state;
  const open = call.kind === 'connected' && ending === 'no';
  const name = calledName(device);
  // The draft has words that were returned before this field was there.
  const [takenBack, setTakenBack] = useState(() =>
    returned && text.includes(returned) ? returned : undefined,
  );
  if (returned !== takenBack) {
    setTakenBack(returned);
    if (returned) setText(withReturned(text, returned, takenBack));
    else if (text === takenBack) setText(''); // they are kept after all
  }
  const typingOnly = open && call.mode === 'text';
  useLayoutEffect(() => {
    if (typingOnly) field.current?.focus();
  }, [typingOnly]);
  const send = () => {
    // The field's own words: keys may come faster than the page draws.
    const words = field.current?.value ?? text;
    if (!open || !words.trim() || !controller.say(words)) return;
    setText('');
    field.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="text-field"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="visually-hidden" htmlFor="say">
        Say to {name}
      </label>
      <textarea
        id="say"
        dir="auto"
        ref={field}
        rows={1}
        value={text}
        maxLength={MAX_CHARACTERS}
        readOnly={!open}
        aria-disabled={!open}
        aria-describedby={open ? undefined : 'say-why'}
        placeholder={open ? `Type to ${name}` : whyNot(state)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        autoComplete="off"
      />
      {!open && (
        <span id="say-why" className="visually-hidden">
          {whyNot(state)}
        </span>
      )}
      <button type="submit" className="send" disabled={!open || !text.trim()} aria-label="Send">
        <Icon name="send" />
      </button>
    </form>
  );
}

function whyNot({ call, ending }: EncounterState): string {
  if (ending !== 'no') return 'The encounter is ending';
  if (call.kind === 'reconnecting') return 'One moment…';
  if (call.kind === 'connecting' || call.kind === 'asking') return 'One moment…';
  return 'Connect first';
}
