import { useState } from 'react';
import { canChooseSpeaker, canSetVolume, type PatientVoice } from '../call/patientVoice';
import { SYSTEMS } from '../call/ports';
import { Choice, useDevices } from '../device/Choice';
import { calledName } from '../device/speaker';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { useStore } from '../ui/store';
import type { EncounterController } from './encounterController';
import type { EncounterState } from './encounterState';

interface Props {
  controller: EncounterController;
  voice: PatientVoice;
  state: EncounterState;
  onClose: () => void;
}

/** How loud the patient is, and which microphone and speaker are used; a change holds at once, in the same call. */
export function DeviceDialog({ controller, voice, state, onClose }: Props) {
  const { muted, volume, microphone, speaker } = useStore(voice.settings);
  const { microphones, speakers } = useDevices(state.microphone !== undefined);
  const name = calledName(state.device);
  // Shown while it opens, which may take as long as the browser asks.
  const [taking, setTaking] = useState<{ id: string | undefined }>();
  const takeMicrophone = async (id: string | undefined) => {
    const choice = { id };
    setTaking(choice);
    // One that does not open is not remembered: the next call would ask for it again.
    const opened = !state.microphone || (await controller.takeMicrophone(id ?? SYSTEMS));
    setTaking((latest) => (latest === choice ? undefined : latest));
    if (opened) voice.change({ microphone: id });
  };
  return (
    <Dialog title="Volume and devices" onClose={onClose}>
      <div className="devices">
        {canSetVolume() ? (
          <label>
            {name}’s volume
            <input
              type="range"
              min="0"
              max="100"
              step="5"
              value={muted ? 0 : Math.round(volume * 100)}
              onChange={(event) => voice.change({ volume: Number(event.target.value) / 100, muted: false })}
            />
          </label>
        ) : (
          <p className="quiet">The buttons of this device set {name}’s volume.</p>
        )}
        <Choice
          label="Microphone"
          devices={microphones}
          chosen={taking ? taking.id : microphone}
          onChoose={(id) => void takeMicrophone(id)}
        />
        {canChooseSpeaker() && (
          <Choice
            label="Speaker"
            devices={speakers}
            chosen={speaker}
            onChoose={(id) => voice.change({ speaker: id })}
          />
        )}
        {microphones.length === 0 && (
          <p className="quiet">
            The browser names microphones only after you allowed one: turn your microphone on first.
          </p>
        )}
      </div>
      <div className="actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
