import { systemClock, type Clock } from '@viva/client';
import { within } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { forgetEncounters, type Device } from '../device/forget';
import { forgetStudent, keepTabOf } from '../device/tabOf';
import type { Identity } from '../identity/identity';
import { LoginError } from '../identity/loginError';
import { count } from '../time/words';

const STAY = 'viva-logout-stay';

/** How long a logout, or a login, waits for this device's storage: a database that hangs keeps nobody logged in. */
const FORGOTTEN_WITHIN_MS = 5_000;

/** How many encounters stay on this device; `unknown` when they could not be read, or not be removed. */
type Stay = number | 'unknown';

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
): Promise<Trouble | undefined> {
  forgetStudent();
  const forgotten = forgetOwn(identity, device);
  const stay = await within<Stay>(clock, FORGOTTEN_WITHIN_MS, forgotten).catch(() => 'unknown' as const);
  remember(place, stay);
  if (await identity.logout()) return undefined;
  const stays = takeStay(place);
  const { code, message } = new LoginError('login_kept');
  return trouble(code, { words: stays ? `${message} ${stays.words}` : message });
}

async function forgetOwn(identity: Pick<Identity, 'subject'>, device: Device): Promise<number> {
  const owner = await identity.subject();
  return owner === undefined ? 0 : forgetEncounters(device, await device.sessions.ownedBy(owner));
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
    const stay = await forgetEncounters(device, others);
    return another || stay < others.length;
  };
  // What cannot be read now is forgotten at a later login.
  return within(clock, FORGOTTEN_WITHIN_MS, forget()).catch(() => false);
}

/** What stayed on this device at a logout, once; the identity provider has sent the browser back meanwhile. */
export function takeStay(place = ofTab): Trouble | undefined {
  try {
    const kept = place().getItem(STAY);
    place().removeItem(STAY);
    return kept === null ? undefined : trouble('login_stay', { words: wordsOf(kept) });
  } catch {
    return undefined;
  }
}

function remember(place: Place, stay: Stay): void {
  try {
    if (stay !== 0) place().setItem(STAY, String(stay));
  } catch {
    // Nothing can be said after the page is left.
  }
}

function wordsOf(stay: string): string {
  const encounters = Number(stay);
  if (Number.isNaN(encounters))
    return 'The encounters on this device could not be removed. Close the browser and clear its data.';
  const are = count(encounters, 'encounter', ['is', 'are']);
  return `${are} still on this device, because some lines are not saved yet. Keep this page open until they are saved. Then log in and log out again.`;
}
