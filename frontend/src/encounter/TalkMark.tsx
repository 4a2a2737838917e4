import type { EncounterState } from './encounterState';
import { talkOf } from './talk';

/** Who listens, thinks or speaks. Not announced: each line is, once. */
export function TalkMark({ state }: { state: EncounterState }) {
  const talk = talkOf(state);
  if (!talk) return null;
  return (
    <span className={`talk ${talk.turn}`} data-turn={talk.turn} aria-live="off">
      <span className="bars" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {talk.words}
    </span>
  );
}
