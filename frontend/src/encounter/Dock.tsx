import { useState } from 'react';
import { Button } from '../ui/Button';
import { CallPanel } from './CallPanel';
import { EndDialog } from './EndDialog';
import { MicrophoneButton } from './MicrophoneButton';
import type { Room } from './room';
import { isOver, type RoomState } from './roomState';
import { TextField } from './TextField';

/** The controls at the bottom: for the tab that holds the call, while the encounter is open. */
export function Dock({ room, state }: { room: Room; state: RoomState }) {
  const [asking, setAsking] = useState(false);
  if (state.seat !== 'here' || isOver(state)) return null;
  const busy = state.ending !== 'no';
  return (
    <>
      <CallPanel room={room} state={state} />
      <div className="controls">
        <MicrophoneButton room={room} state={state} />
        <TextField room={room} state={state} />
        <Button className="end" disabled={busy} onClick={() => setAsking(true)}>
          {state.ending === 'saving' ? 'Saving…' : busy ? 'Ending…' : 'End'}
        </Button>
      </div>
      {asking && (
        <EndDialog
          waiting={state.pending.entries.length}
          onClose={() => setAsking(false)}
          onEnd={() => {
            setAsking(false);
            void room.end();
          }}
        />
      )}
    </>
  );
}
