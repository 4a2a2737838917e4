import { useState } from 'react';
import { Button } from '../ui/Button';
import { CallPanel } from './CallPanel';
import { EndDialog } from './EndDialog';
import { endWords } from './endWords';
import { MicrophoneButton } from './MicrophoneButton';
import { hasEnded, type EncounterState } from './encounterState';
import type { OpenEncounter } from './openEncounter';
import { SoundButton } from './SoundButton';
import { TextField } from './TextField';

/** The controls at the bottom: for the tab that holds the call, while the encounter is open. */
export function Dock({ open, state }: { open: OpenEncounter; state: EncounterState }) {
  const { controller, voice } = open;
  const [asking, setAsking] = useState(false);
  if (state.tabRole !== 'holder' || hasEnded(state)) return null;
  const busy = state.ending !== 'no';
  return (
    <>
      <CallPanel controller={controller} state={state} />
      <div className="controls">
        <MicrophoneButton controller={controller} state={state} />
        <SoundButton controller={controller} voice={voice} state={state} />
        <TextField controller={controller} state={state} />
        <Button className="end" disabled={busy} onClick={() => setAsking(true)}>
          {state.ending === 'saving' ? 'Saving…' : busy ? 'Ending…' : 'End'}
        </Button>
      </div>
      {asking && (
        <EndDialog
          words={endWords(state)}
          onClose={() => setAsking(false)}
          onEnd={() => {
            setAsking(false);
            void controller.end();
          }}
        />
      )}
    </>
  );
}
