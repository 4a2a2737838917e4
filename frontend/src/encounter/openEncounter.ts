import {
  connectCall,
  follow,
  readTranscript,
  relayPartial,
  systemClock,
  TranscriptFromJSON,
  type CatalogEntry,
  type CatalogId,
} from '@viva/client';
import { serverClock, type SessionApi } from '../api/client';
import { troubleOf } from '../api/problems';
import { openBrowserMicrophone, type BrowserMicrophone } from '../call/browserMicrophone';
import { openBrowserPeer } from '../call/browserPeer';
import { connectDirectly } from '../call/direct';
import type { SpokenLine } from '../call/callEvent';
import { PatientVoice } from '../call/patientVoice';
import { VoiceCall, type VoiceCallPorts } from '../call/voiceCall';
import { newItemId } from '../call/typing';
import { Examining } from '../examine/examining';
import { Draft } from '../device/draft';
import { listDevices, watchDevices } from '../device/devices';
import { tabAttention } from '../faculty/attention';
import type { MediaReader } from '../media/readMedia';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { browserTabLock } from './tabLock';
import { EncounterController } from './encounterController';

export interface OpenEncounter {
  readonly controller: EncounterController;
  readonly voice: PatientVoice;
  readonly examining: Examining;
  readonly readMedia: MediaReader;
  stop(): void;
}

const DEADLINE_MS = 15_000;
/** The service itself may take 15 s, and the token that it then has is paid for. */
const MINT_DEADLINE_MS = 20_000;

/** Builds an encounter's controller from the browser's real parts. */
export function openEncounter(services: Services, device: DeviceSession, followOnly: boolean): OpenEncounter {
  const { sessionId, grant } = device;
  const api = services.sessionApi(grant);
  const within = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });
  const controller = new EncounterController({
    device,
    followOnly,
    api: {
      session: () => api.sessions.getSession({ sessionId }, within()),
      advance: (phase) => api.sessions.advancePhase({ sessionId, phaseChange: { phase } }, within()),
      end: () => api.sessions.endSession({ sessionId }, within()),
      transcript: async () =>
        TranscriptFromJSON(JSON.parse(await readTranscript(api, sessionId, 'application/json'))),
      voices: () => api.voice.listVoices({}, within()),
      askAgain: (itemId, text, latestCall) =>
        api.typed.say(
          { sessionId, typedLine: { itemId, text }, ...(latestCall !== undefined && { latestCall }) },
          within(),
        ),
    },
    outbox: services.outbox,
    tabLock: browserTabLock(systemClock),
    voiceCall: (listener, serverNow) =>
      new VoiceCall(
        voiceCallPorts(api, sessionId, () => voice, serverNow),
        listener,
      ),
    follow: (on) => follow({ ...on, sessionId, grant }),
    attention: tabAttention,
    network: { online: () => navigator.onLine, watch: watchNetwork },
    markEnded: (at) => services.sessions.markEnded(sessionId, at),
    clock: systemClock,
    skew: () => serverClock.offset,
  });
  const voice = new PatientVoice({
    onBlocked: (blocked) => controller.voiceBlocked(blocked),
    onAudible: (audible) => controller.setAudible(audible),
  });
  const unwatchDevices = watchDevices(
    () => void listDevices().then((devices) => voice.devicesChanged(devices)),
  );
  const examining = new Examining({
    readTests: () => readTests(services),
    examine: (newExamination) => api.examination.examine({ sessionId, newExamination }, within()),
    onStored: (event) => controller.store.apply({ type: 'event', event, now: systemClock.now() }),
    newItemId: () => newItemId((n) => crypto.getRandomValues(new Uint8Array(n))),
    clock: systemClock,
    random: Math.random,
  });
  // What still waits for its turn is in no storage: it becomes the draft of the next visit.
  const leave = () => new Draft(sessionId).putBack(controller.unheard);
  addEventListener('pagehide', leave);
  const unwatch = watchNetwork(() => navigator.onLine && examining.retryNow());
  return {
    controller,
    voice,
    examining,
    readMedia: (mediaId) => api.examination.getMedia({ sessionId, mediaId }, within()),
    stop: () => {
      removeEventListener('pagehide', leave);
      leave();
      unwatch();
      unwatchDevices();
      examining.stop();
      controller.stop();
    },
  };
}

/** Every test of the service: the case's own alone would give them away. */
async function readTests({ catalogues }: Services): Promise<CatalogEntry[]> {
  const read = (catalogId: CatalogId) =>
    catalogues.getCatalog({ catalogId }, { signal: AbortSignal.timeout(DEADLINE_MS) });
  const [special, functional] = await Promise.all([read('special-tests'), read('functional-tests')]);
  return [...special.entries, ...functional.entries];
}

function voiceCallPorts(
  api: SessionApi,
  sessionId: string,
  voice: () => PatientVoice,
  serverNow: () => number,
): VoiceCallPorts {
  return {
    mint: () => api.voice.mintVoiceToken({ sessionId }, { signal: AbortSignal.timeout(MINT_DEADLINE_MS) }),
    exchange: async (offer, token) =>
      token.mode === 'direct'
        ? { answer: await connectDirectly(token, offer, fetch), callNumber: token.latestCall }
        : connectCall(api, sessionId, offer, token.rtcToken),
    openMicrophone: openBrowserMicrophone,
    watchDevices,
    openPeer: async (microphone, handlers) => {
      const { stream } = (microphone as BrowserMicrophone | undefined) ?? {};
      let sound: MediaStream | undefined;
      const peer = await openBrowserPeer(stream, handlers, (its) => voice().play((sound = its)));
      const close = () => {
        peer.close();
        if (sound) voice().stop(sound);
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

/** How soon the page checks again whether anybody else follows. */
const ASK_AGAIN_MS = 5_000;

/** Answers how long to pause partial lines: as long as a refusal asks, and a few seconds when nobody else follows. */
export async function pauseAfterPartial(
  api: SessionApi,
  sessionId: string,
  line: SpokenLine,
): Promise<{ pauseMs: number }> {
  try {
    const { followers } = await relayPartial(api, sessionId, line, { signal: AbortSignal.timeout(5_000) });
    // One of them is this page's own stream.
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
