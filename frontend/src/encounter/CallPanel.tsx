import type { ReactNode } from 'react';
import { causeOf } from '../api/problems';
import type { CallState } from '../call/state';
import { calledName } from '../device/speaker';
import { Button } from '../ui/Button';
import { firstClick } from '../ui/firstClick';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { duration } from '../time/words';
import type { EncounterController } from './encounterController';
import { wasAbandoned, type EncounterState } from './encounterState';

/** Starts the call and shows its progress; empty while connected. */
export function CallPanel({ controller, state }: { controller: EncounterController; state: EncounterState }) {
  const { call, device } = state;
  const name = calledName(device);
  if (wasAbandoned(state)) {
    return (
      <Panel>
        <p>
          <strong>The call was hung up</strong>
          Nobody seemed to be there any more. Everything said is kept and the encounter goes on: call {
            name
          }{' '}
          again when you are ready.
        </p>
        <Choices controller={controller} state={state} />
      </Panel>
    );
  }
  switch (call.kind) {
    case 'idle':
    case 'ended':
      if (!state.voiceAsked) return null;
      return state.noVoice ? (
        <Panel>
          <p>
            <strong>Type with {name}</strong>
            {state.noVoice}
          </p>
          <Choices controller={controller} state={state} />
        </Panel>
      ) : (
        <Panel>
          <p>
            <strong>{state.simulated ? `Practise with ${name}` : `Speak with ${name}`}</strong>
            {state.simulated
              ? `A scripted patient answers what you type, aloud and in writing. It cannot hear you.`
              : `Your browser will ask for the microphone, so that ${name} can hear you. The words are kept, the sound is not. You can type at any time.`}
          </p>
          <Choices controller={controller} state={state} />
        </Panel>
      );
    case 'asking':
      return (
        <Panel busy controller={controller} cancel>
          Allow the microphone in your browser’s question, so that {name} can hear you. The question stands
          near the address bar, perhaps behind a small microphone or lock.
        </Panel>
      );
    case 'connecting':
      return (
        <Panel busy controller={controller} cancel>
          Connecting you with {name}…
        </Panel>
      );
    case 'reconnecting':
      return (
        <Panel busy controller={controller}>
          The call was interrupted and is being brought back. What you said is kept. {again(call)}
        </Panel>
      );
    case 'failed':
      return <Failed controller={controller} state={state} call={call} />;
    case 'connected':
      return call.mode === 'typed' && !state.noVoice ? (
        <div className="call-panel">
          <p>You are typing, without a call.</p>
          {state.simulated ? (
            <Button icon="sound" onClick={firstClick(() => void controller.connect('text'))}>
              Hear {name}
            </Button>
          ) : (
            <Button icon="microphone" onClick={firstClick(() => void controller.connect('voice'))}>
              Speak instead
            </Button>
          )}
        </div>
      ) : null;
  }
}

interface PanelProps {
  busy?: boolean;
  /** Where typing is a way out of the wait. */
  controller?: EncounterController;
  /** The attempt can also be cancelled. */
  cancel?: boolean;
  children: ReactNode;
}

function Panel({ busy, controller, cancel, children }: PanelProps) {
  return (
    <div className="call-panel" role="status">
      {busy && <span className="spinner" aria-hidden="true" />}
      {busy ? <p>{children}</p> : children}
      {controller && (
        <Button onClick={firstClick(() => void controller.connect('typed'))}>Type instead</Button>
      )}
      {controller && cancel && <Button onClick={firstClick(() => controller.cancel())}>Cancel</Button>}
    </div>
  );
}

interface ChoicesProps {
  controller: EncounterController;
  state: EncounterState;
  wait?: number;
  /** Typing is what will work: it stands first. */
  typeFirst?: boolean;
}

function Choices({ controller, state, wait = 0, typeFirst = false }: ChoicesProps) {
  const { noVoice, simulated, voiceAsked } = state;
  // Buttons that move while somebody presses one would take the press for another, or lose it.
  if (!voiceAsked) return null;
  const type = (look: 'primary' | 'plain') => (
    <Button key="type" look={look} onClick={firstClick(() => void controller.connect('typed'))}>
      {noVoice ? 'Start typing' : 'Type only'}
    </Button>
  );
  if (noVoice) return <div className="actions">{type('primary')}</div>;
  const hear = (
    <Button
      key="hear"
      look={typeFirst ? 'plain' : 'primary'}
      icon="sound"
      disabled={wait > 0}
      onClick={firstClick(() => void controller.connect('text'))}
    >
      {wait > 0 ? `Call in ${duration(wait)}` : 'Hear and type'}
    </Button>
  );
  const speak = (
    <Button
      key="speak"
      look={typeFirst || simulated ? 'plain' : 'primary'}
      icon="microphone"
      disabled={wait > 0}
      onClick={firstClick(() => void controller.connect('voice'))}
    >
      {simulated ? 'With microphone' : wait > 0 ? `Speak in ${duration(wait)}` : 'Speak'}
    </Button>
  );
  const calls = simulated ? [hear, speak] : [speak];
  const [first, ...more] = calls;
  return (
    <div className="actions">{typeFirst ? [type('primary'), ...calls] : [first, type('plain'), ...more]}</div>
  );
}

/** After these, another try on this network or in this browser ends the same way. */
const TYPE_FIRST = new Set(['no_connection', 'webrtc_missing', 'voice_unreachable', 'voice_unavailable']);

interface FailedProps {
  controller: EncounterController;
  state: EncounterState;
  call: Extract<CallState, { kind: 'failed' }>;
}

function Failed({ controller, state, call }: FailedProps) {
  const wait = useWait(call.trouble);
  return (
    <TroubleNote trouble={call.trouble}>
      <Choices
        controller={controller}
        state={state}
        wait={wait}
        typeFirst={TYPE_FIRST.has(call.trouble.code)}
      />
      {call.trouble.code.startsWith('microphone_') && !state.simulated && (
        <Button onClick={firstClick(() => void controller.connect('text'))}>Hear and type</Button>
      )}
    </TroubleNote>
  );
}

function again(call: Extract<CallState, { kind: 'reconnecting' }>): string {
  return call.trouble.code === 'network' ? '' : causeOf(call.trouble);
}
