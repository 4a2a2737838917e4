import type { CatalogEntry, Side } from '@viva/client';
import { useLayoutEffect, useRef } from 'react';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { Examining, ExaminingState } from './examining';

interface Props {
  examining: Examining;
  state: ExaminingState;
  test: CatalogEntry;
}

const SIDES: readonly Side[] = ['left', 'right'];
const PROGRESS = {
  no: '',
  asking: 'Examining…',
  again: 'The service does not answer. Trying again…',
} as const;

/** The chosen test: the side, the patient's agreement, and the button. */
export function TestForm({ examining, state, test }: Props) {
  const { asksSide, asksConsent, missing, progress, trouble } = state;
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [test]);
  // What is missing is asked where it is answered.
  useLayoutEffect(() => {
    if (missing) form.current?.querySelector<HTMLElement>(`[data-asks="${missing.what}"] input`)?.focus();
  }, [missing]);
  const examine = () => void examining.examine();
  return (
    <form
      ref={form}
      className="test-form"
      aria-labelledby="test-name"
      onSubmit={(event) => {
        event.preventDefault();
        examine();
      }}
    >
      <Button look="quiet" icon="back" onClick={() => examining.choose(undefined)}>
        All tests
      </Button>
      <h3 id="test-name" ref={heading} tabIndex={-1}>
        {test.name}
      </h3>
      {test.also && test.also.length > 0 && <p className="quiet also">Also called: {test.also.join(', ')}</p>}
      {asksSide && <SideField examining={examining} state={state} />}
      {asksConsent && <ConsentField examining={examining} state={state} />}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={examine} />
        </TroubleNote>
      )}
      {/* Stays where it is while it works, so that the focus stays on it. */}
      {!trouble && (
        <Button look="primary" type="submit" off={progress !== 'no'}>
          {progress === 'no' ? 'Examine' : 'Examining…'}
        </Button>
      )}
      <p role="status" className={progress === 'again' ? 'quiet' : 'visually-hidden'}>
        {PROGRESS[progress]}
      </p>
    </form>
  );
}

type FieldProps = Pick<Props, 'examining' | 'state'>;

function SideField({ examining, state: { side, missing } }: FieldProps) {
  const words = missing?.what === 'side' ? missing.words : undefined;
  return (
    <fieldset className="sides" data-asks="side" aria-describedby={words && 'side-missing'}>
      <legend>The patient’s side</legend>
      {words && <Missing id="side-missing" words={words} />}
      {SIDES.map((one) => (
        <label key={one} className="side">
          <input
            type="radio"
            name="side"
            value={one}
            checked={side === one}
            onChange={() => examining.setSide(one)}
          />
          {one === 'left' ? 'Left' : 'Right'}
        </label>
      ))}
    </fieldset>
  );
}

function ConsentField({ examining, state: { consent, missing } }: FieldProps) {
  const words = missing?.what === 'consent' ? missing.words : undefined;
  return (
    <div data-asks="consent">
      {words && <Missing id="consent-missing" words={words} />}
      <label className="consent">
        <input
          type="checkbox"
          checked={consent}
          aria-describedby={words && 'consent-missing'}
          onChange={(event) => examining.setConsent(event.target.checked)}
        />
        I have explained this and the patient agrees
      </label>
    </div>
  );
}

function Missing({ id, words }: { id: string; words: string }) {
  return (
    <p id={id} className="missing">
      {words}
    </p>
  );
}
