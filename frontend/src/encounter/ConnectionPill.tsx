import { standingOf } from './connectionWords';
import type { RoomState } from './roomState';

export function ConnectionPill({ state }: { state: RoomState }) {
  const { tone, words } = standingOf(state);
  return (
    <span className={`pill ${tone}`} role="status">
      <span className="dot" aria-hidden="true" />
      <span className="visually-hidden">Connection: </span>
      {words}
    </span>
  );
}
