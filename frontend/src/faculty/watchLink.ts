import type { KeyPlace } from './signIn';

const KEY = 'viva-watch';

/** What the link of an observer carries. */
export interface WatchLink {
  readonly sessionId: string;
  readonly grant: string;
}

/** The address to give to an observer. The grant stands in the fragment, which a browser sends nowhere. */
export function watchAddress(origin: string, { sessionId, grant }: WatchLink): string {
  return `${origin}/watch#${sessionId}/${grant}`;
}

/** Reads the fragment of such an address; undefined when it is not whole. */
export function watchLinkOf(hash: string): WatchLink | undefined {
  const match = /^#(ses_[A-Za-z0-9]{1,60})\/([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(hash);
  return match ? { sessionId: match[1]!, grant: match[2]! } : undefined;
}

/**
 * Takes the link out of the address, where others could read it over a shoulder, and keeps it for this tab. Without one in
 * the address, the one that the tab has; undefined where there is none, or the one that was given is not whole.
 */
export function takeLink(hash: string, place: KeyPlace, hide: () => void): WatchLink | undefined {
  const given = watchLinkOf(hash);
  try {
    if (!given) return hash.length > 1 ? undefined : watchLinkOf(place.getItem(KEY) ?? '');
    hide();
    place.setItem(KEY, hash);
  } catch {
    return given; // Storage is full or forbidden: it lasts until the page is left.
  }
  return given;
}
