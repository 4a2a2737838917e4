import type { ReactNode } from 'react';
import type { CallState } from '../call/state';
import { Button } from '../ui/Button';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { count } from '../time/words';
import type { Room } from './room';
import { wasAbandoned, type RoomState } from './roomState';

/** How to get into the call, and what is happening on the way; nothing while it is connected. */
export function CallPanel({ room, state }: { room: Room; state: RoomState }) {
  const { call, device } = state;
  const name = device.personaName.split(' ')[0] ?? device.personaName;
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
        <Choices room={room} />
      </Panel>
    );
  }
  switch (call.kind) {
    case 'idle':
    case 'ended':
      return (
        <Panel>
          <p>
            <strong>Speak with {name}</strong>
            Your browser will ask for the microphone, so that {name} can hear you. The words are kept, the
            sound is not. You can type at any time.
          </p>
          <Choices room={room} />
        </Panel>
      );
    case 'asking':
      return (
        <Panel busy>Allow the microphone in your browser’s question, so that {name} can hear you.</Panel>
      );
    case 'connecting':
      return <Panel busy>Connecting you with {name}…</Panel>;
    case 'reconnecting':
      return (
        <Panel busy>
          The call was interrupted and is being brought back. What you said is kept. {again(call)}
        </Panel>
      );
    case 'failed':
      return <Failed room={room} call={call} />;
    case 'connected':
      return null;
  }
}

function Panel({ busy, children }: { busy?: boolean; children: ReactNode }) {
  return (
    <div className="call-panel" role="status">
      {busy && <span className="spinner" aria-hidden="true" />}
      {busy ? <p>{children}</p> : children}
    </div>
  );
}

function Choices({ room, wait = 0 }: { room: Room; wait?: number }) {
  return (
    <div className="actions">
      <Button look="primary" icon="microphone" disabled={wait > 0} onClick={() => void room.connect('voice')}>
        {wait > 0 ? `Speak in ${count(wait, 'second')}` : 'Speak'}
      </Button>
      <Button disabled={wait > 0} onClick={() => void room.connect('text')}>
        Type only
      </Button>
    </div>
  );
}

function Failed({ room, call }: { room: Room; call: Extract<CallState, { kind: 'failed' }> }) {
  const wait = useWait(call.trouble);
  return (
    <TroubleNote trouble={call.trouble}>
      <Choices room={room} wait={wait} />
    </TroubleNote>
  );
}

function again(call: Extract<CallState, { kind: 'reconnecting' }>): string {
  return call.trouble.code === 'network' ? '' : call.trouble.words;
}
