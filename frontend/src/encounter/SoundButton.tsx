import { useState } from 'react';
import type { PatientVoice } from '../call/patientVoice';
import { calledName } from '../device/speaker';
import { Icon } from '../ui/icons';
import { useStore } from '../ui/store';
import { DeviceDialog } from './DeviceDialog';
import type { EncounterController } from './encounterController';
import type { EncounterState } from './encounterState';

interface Props {
  controller: EncounterController;
  voice: PatientVoice;
  state: EncounterState;
}

/** Turns the patient's voice off and on, and opens the choice of volume and devices. */
export function SoundButton({ controller, voice, state }: Props) {
  const { muted, volume } = useStore(voice.settings);
  const [choosing, setChoosing] = useState(false);
  const { call } = state;
  const inCall = call.kind === 'connected' && call.mode !== 'typed';
  const off = muted || volume === 0;
  const name = calledName(state.device);
  const label = off ? `Turn ${name}’s voice on` : `Turn ${name}’s voice off`;
  const toggle = () => voice.change(off ? { muted: false, volume: volume || 1 } : { muted: true });
  return (
    <>
      <button
        type="button"
        className={`round ${off ? 'off' : ''}`}
        disabled={!inCall}
        aria-label={inCall ? label : 'Sound: not in a call'}
        title={inCall ? label : 'Sound: not in a call'}
        onClick={toggle}
      >
        <Icon name={off ? 'soundOff' : 'sound'} />
      </button>
      <button
        type="button"
        className="round"
        aria-label="Volume and devices"
        title="Volume and devices"
        onClick={() => setChoosing(true)}
      >
        <Icon name="sliders" />
      </button>
      {choosing && (
        <DeviceDialog
          controller={controller}
          voice={voice}
          state={state}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}
