import {
  exchangeSdp,
  follow,
  readTranscript,
  relayPartial,
  systemClock,
  TranscriptFromJSON,
} from '@viva/client';
import { serverClock, type SessionApi } from '../api/client';
import { troubleOf } from '../api/problems';
import { openBrowserMicrophone, type BrowserMicrophone } from '../call/browserMicrophone';
import { openBrowserPeer } from '../call/browserPeer';
import { connectDirectly } from '../call/direct';
import type { HeardLine } from '../call/heard';
import { PatientVoice } from '../call/patientVoice';
import { Talk, type TalkPorts } from '../call/talk';
import { newItemId } from '../call/typing';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { browserHold } from './hold';
import { Room } from './room';

export interface OpenRoom {
  readonly room: Room;
  readonly voice: PatientVoice;
}

const DEADLINE_MS = 15_000;

/** Puts a room together from the browser's real parts. */
export function openRoom(services: Services, device: DeviceSession, followOnly: boolean): OpenRoom {
  const { sessionId, grant } = device;
  const api = services.sessionApi(grant);
  const within = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });
  const voice: PatientVoice = new PatientVoice((blocked) => room.voiceBlocked(blocked));
  const room: Room = new Room({
    device,
    followOnly,
    api: {
      session: () => api.sessions.getSession({ sessionId }, within()),
      advance: (phase) => api.sessions.advancePhase({ sessionId, phaseChange: { phase } }, within()),
      end: () => api.sessions.endSession({ sessionId }, within()),
      transcript: async () =>
        TranscriptFromJSON(JSON.parse(await readTranscript(api, sessionId, 'application/json'))),
      noVoice: async () => (await api.voice.listVoices({}, within())).unavailable,
      askAgain: (itemId, text) => api.typed.say({ sessionId, typedLine: { itemId, text } }, within()),
    },
    outbox: services.outbox,
    hold: browserHold,
    talk: (listener, serverNow) => new Talk(talkPorts(api, sessionId, voice, serverNow), listener),
    follow: (on) => follow({ ...on, sessionId, grant }),
    network: { online: () => navigator.onLine, watch: watchNetwork },
    ended: (at) => services.sessions.markEnded(sessionId, at),
    clock: systemClock,
    skew: () => serverClock.offset,
  });
  return { room, voice };
}

function talkPorts(
  api: SessionApi,
  sessionId: string,
  voice: PatientVoice,
  serverNow: () => number,
): TalkPorts {
  const within = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });
  return {
    mint: () => api.voice.mintVoiceToken({ sessionId }, within()),
    exchange: (offer, token) =>
      token.mode === 'direct'
        ? connectDirectly(token, offer, fetch)
        : exchangeSdp(api, sessionId, offer, token.rtcToken),
    openMicrophone: openBrowserMicrophone,
    watchDevices,
    openPeer: async (microphone, handlers) => {
      const { stream } = (microphone as BrowserMicrophone | undefined) ?? {};
      const peer = await openBrowserPeer(stream, handlers, (heard) => voice.play(heard));
      const close = () => {
        peer.close();
        voice.stop();
      };
      return { ...peer, close };
    },
    relayPartial: (line) => pauseAfterPartial(api, sessionId, line),
    newItemId: () => newItemId((n) => crypto.getRandomValues(new Uint8Array(n))),
    serverNow,
    clock: systemClock,
    random: Math.random,
  };
}

/** How soon a page asks again whether anybody follows beside itself. */
const ASK_AGAIN_MS = 5_000;

/** Answers how long to hold partials back: after a refusal as long as asked, and a while when nobody else follows. */
export async function pauseAfterPartial(
  api: SessionApi,
  sessionId: string,
  line: HeardLine,
): Promise<{ pauseMs: number }> {
  try {
    const { followers } = await relayPartial(api, sessionId, line, { signal: AbortSignal.timeout(5_000) });
    // This page's own stream is one of them.
    return { pauseMs: followers !== undefined && followers <= 1 ? ASK_AGAIN_MS : 0 };
  } catch (error) {
    const { retryAfterS = 2 } = await troubleOf(error);
    return { pauseMs: retryAfterS * 1000 };
  }
}

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

function watchDevices(listener: () => void): () => void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  devices?.addEventListener('devicechange', listener);
  return () => devices?.removeEventListener('devicechange', listener);
}
