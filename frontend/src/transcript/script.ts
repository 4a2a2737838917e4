import { readTranscript, TranscriptFromJSON, type Session, type Transcript } from '@viva/client';
import { within } from '@viva/client/toolkit';
import { systemClock } from '@viva/client';
import type { Access } from '../api/client';
import { followSession } from '../api/followSession';
import { troubleOf } from '../api/problems';
import { findDevice, type Found } from '../device/findDevice';
import { begin, conversation, type Conversation } from '../encounter/conversation';
import { phasesOf, scriptOf, type ScriptEntry } from '../encounter/phases';
import { shownLines } from '../encounter/shown';
import { told } from '../encounter/told';
import { mediaOf, type MediaReader } from '../media/readMedia';
import type { Services } from '../services';

const DEADLINE_MS = 15_000;
/** How long the stored events may take; lines and examinations are there without them. */
const EVENTS_WITHIN_MS = 6_000;

export interface Script extends Found {
  readonly transcript?: Transcript;
  /** With whom the encounter was, and by whom. */
  readonly session?: Session;
  readonly entries?: ScriptEntry[];
  /** Reads what the patient showed in it. */
  readonly media?: MediaReader;
  /** The stored events could not be read: a filter may block event streams. */
  readonly partly?: boolean;
}

/** Reads the stored transcript, and from the stored events what it does not have. Never throws. */
export async function readScript(
  services: Pick<Services, 'sessions' | 'sessionApi'> & Partial<Services>,
  sessionId: string,
): Promise<Script> {
  const { device, ...nothing } = await findDevice(services.sessions, sessionId, services);
  if (!device) return nothing;
  const api = services.sessionApi(device.grant);
  try {
    const read = await readTranscript(api, sessionId, 'application/json');
    const transcript = TranscriptFromJSON(JSON.parse(read));
    const init = { signal: AbortSignal.timeout(DEADLINE_MS) };
    const [session, events] = await Promise.all([
      api.sessions.getSession({ sessionId }, init).catch(() => undefined),
      readEvents(sessionId, device.grant, transcript.lastSeq),
    ]);
    const whole = told(transcript, events);
    const marks = whole.phases.size > 0 ? whole.phases.values() : phasesOf(transcript.turns);
    const entries = scriptOf(shownLines(whole), whole.findings, marks);
    const media = mediaOf(api.examination, sessionId);
    return { device, transcript, entries, media, partly: !events, ...(session && { session }) };
  } catch (error) {
    return { device, trouble: await troubleOf(error) };
  }
}

/** What the event stream has stored up to `lastSeq`; undefined if it does not come. */
async function readEvents(
  sessionId: string,
  grant: Access,
  lastSeq: number,
): Promise<Conversation | undefined> {
  let now = begin('subjective', 'open');
  let follower: ReturnType<typeof followSession> | undefined;
  const whole = new Promise<void>((resolve, reject) => {
    if (lastSeq === 0) resolve();
    follower = followSession({
      sessionId,
      grant,
      onEvent: (event) => {
        now = conversation(now, { type: 'event', event, now: 0 });
        if ((event.seq ?? 0) >= lastSeq) resolve();
      },
      onState: ({ kind }) => {
        if (kind === 'finished') resolve();
        if (kind === 'refused') reject(new Error('refused'));
      },
    });
  });
  try {
    await within(systemClock, EVENTS_WITHIN_MS, whole);
    return now;
  } catch {
    return undefined; // The transcript alone is shown, and the page says so.
  } finally {
    follower?.stop();
  }
}
