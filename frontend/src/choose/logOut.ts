import { systemClock, type Clock } from '@viva/client';
import { within } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { forgetEncounters, type Device } from '../device/forget';
import { fullName } from '../device/speaker';
import { forgetStudent, keepTabOf } from '../device/tabOf';
import type { Identity } from '../identity/identity';
import { LoginError } from '../identity/loginError';
import { count, dayAndTime } from '../time/words';

const STAY = 'viva-logout-stay';

/** How long a logout, or a login, waits for this device's storage: a database that hangs keeps nobody logged in. */
const FORGOTTEN_WITHIN_MS = 5_000;

/** An encounter that a person has to see to, as a link names it. */
export interface Refused {
  readonly sessionId: string;
  readonly name: string;
}

/** What stayed on this device, for the student. */
export interface StayTrouble extends Trouble {
  readonly refused?: readonly Refused[];
}

/** What stays on this device; `unknown` when it could not be read, or not be removed. */
type Stay = { readonly waiting: number; readonly refused: readonly Refused[] } | 'unknown';

const NOTHING: Stay = { waiting: 0, refused: [] };

/** This tab's storage, which may be forbidden. */
type Place = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const ofTab: Place = () => sessionStorage;

/**
 * Logs out on what may be a shared computer: the encounters of that login are forgotten on this device, and what was typed
 * in this tab. Answers what the student has to know, if anything; most often the page is left for the identity provider's
 * before that. Never throws.
 */
export async function logOut(
  identity: Pick<Identity, 'subject' | 'logout'>,
  device: Device,
  clock: Clock = systemClock,
  place = ofTab,
): Promise<StayTrouble | undefined> {
  forgetStudent();
  const forgotten = forgetOwn(identity, device);
  const stay = await within<Stay>(clock, FORGOTTEN_WITHIN_MS, forgotten).catch(() => 'unknown' as const);
  remember(place, stay);
  if (await identity.logout()) return undefined;
  const stays = takeStay(place);
  const { code, message } = new LoginError('login_kept');
  return { ...stays, ...trouble(code, { words: stays ? `${message} ${stays.words}` : message }) };
}

async function forgetOwn(identity: Pick<Identity, 'subject'>, device: Device): Promise<Stay> {
  const owner = await identity.subject();
  if (owner === undefined) return NOTHING;
  const { waiting, refused } = await forgetEncounters(device, await device.sessions.ownedBy(owner));
  const named = refused.map((one) => ({
    sessionId: one.sessionId,
    name: `${fullName(one)}, ${dayAndTime(one.startedAt)}`,
  }));
  return { waiting: waiting.length, refused: named };
}

/**
 * Forgets what others have left here who did not log out, as when their login ran out. Their lines that are not saved
 * stay. Answers whether there was something. Never throws.
 */
export async function forgetOthers(
  identity: Pick<Identity, 'subject'>,
  device: Device,
  clock: Clock = systemClock,
): Promise<boolean> {
  const forget = async () => {
    const owner = await identity.subject();
    if (owner === undefined) return false;
    const another = keepTabOf(owner);
    const all = await device.sessions.all();
    const others = all.filter((session) => session.owner !== undefined && session.owner !== owner);
    const { waiting, refused } = await forgetEncounters(device, others);
    return another || waiting.length + refused.length < others.length;
  };
  // What cannot be read now is forgotten at a later login.
  return within(clock, FORGOTTEN_WITHIN_MS, forget()).catch(() => false);
}

/** What stayed on this device at a logout, once; the identity provider has sent the browser back meanwhile. */
export function takeStay(place = ofTab): StayTrouble | undefined {
  try {
    const kept = place().getItem(STAY);
    place().removeItem(STAY);
    if (kept === null) return undefined;
    const stay = JSON.parse(kept) as Stay;
    const found = trouble('login_stay', { words: wordsOf(stay) });
    return stay === 'unknown' ? found : { ...found, refused: stay.refused };
  } catch {
    return undefined;
  }
}

function remember(place: Place, stay: Stay): void {
  try {
    if (stay === 'unknown' || stay.waiting + stay.refused.length > 0)
      place().setItem(STAY, JSON.stringify(stay));
  } catch {
    // Nothing can be said after the page is left.
  }
}

function wordsOf(stay: Stay): string {
  if (stay === 'unknown')
    return 'The encounters on this device could not be removed. Close the browser and clear its data.';
  const { waiting, refused } = stay;
  const are = (n: number) => `${count(n, 'encounter', ['is', 'are'])} still on this device, because`;
  const words: string[] = [];
  if (waiting > 0)
    words.push(`${are(waiting)} some lines are not saved yet. Keep this page open until they are saved.`);
  if (refused.length > 0)
    words.push(
      `${are(refused.length)} the service refused some lines. Open ${refused.length === 1 ? 'it' : 'each'} and remove those lines.`,
    );
  return `${words.join(' ')} Then log in and log out again.`;
}
