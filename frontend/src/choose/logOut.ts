import { trouble, type Trouble } from '../api/problems';
import { forgetEncounters, type Device } from '../device/forget';
import type { Identity } from '../identity/identity';
import { LoginError } from '../identity/loginError';
import { count } from '../time/words';

const STAY = 'viva-logout-stay';

/** This tab's storage, which may be forbidden. */
type Place = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const ofTab: Place = () => sessionStorage;

/**
 * Logs out on what may be a shared computer: the encounters of that login are forgotten on this device. Answers what the
 * student has to know, if anything; most often the page is left for the identity provider's before that. Never throws.
 */
export async function logOut(
  identity: Pick<Identity, 'subject' | 'logout'>,
  device: Device,
  place = ofTab,
): Promise<Trouble | undefined> {
  const stay = await forgetOwn(identity, device).catch(() => 0);
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

/** What stayed on this device at a logout, once; the identity provider has sent the browser back meanwhile. */
export function takeStay(place = ofTab): Trouble | undefined {
  try {
    const stay = Number(place().getItem(STAY) ?? 0);
    place().removeItem(STAY);
    return stay > 0 ? trouble('login_stay', { words: wordsOf(stay) }) : undefined;
  } catch {
    return undefined;
  }
}

function remember(place: Place, stay: number): void {
  try {
    if (stay > 0) place().setItem(STAY, String(stay));
  } catch {
    // Nothing can be said after the page is left.
  }
}

function wordsOf(stay: number): string {
  return `${count(stay, 'encounter', ['stays', 'stay'])} on this device, since lines are not saved yet. Keep this page open until they are; then log in and out again.`;
}
