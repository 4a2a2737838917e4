import { Store } from '../ui/store';
import type { KeyPlace } from './signIn';

/**
 * A browser keeps six connections to a server without HTTP/2, and each followed encounter takes one: the sixth stays
 * free for everything else.
 */
export const MAX_FOLLOWED = 5;

const KEY = 'viva-faculty-follows';

/** Which encounters are followed side by side; kept for the tab, as ids alone. */
export class Wall {
  readonly store: Store<{ readonly ids: readonly string[] }>;

  constructor(private readonly place: KeyPlace) {
    this.store = new Store({ ids: read(place) });
  }

  get full(): boolean {
    return this.store.get().ids.length >= MAX_FOLLOWED;
  }

  has(sessionId: string): boolean {
    return this.store.get().ids.includes(sessionId);
  }

  add(sessionId: string): void {
    if (!this.full && !this.has(sessionId)) this.set([...this.store.get().ids, sessionId]);
  }

  remove(sessionId: string): void {
    this.set(this.store.get().ids.filter((id) => id !== sessionId));
  }

  clear(): void {
    this.set([]);
  }

  private set(ids: readonly string[]): void {
    this.store.set({ ids });
    try {
      this.place.setItem(KEY, ids.join(' '));
    } catch {
      return; // Storage is forbidden: the choice lasts until the page is left.
    }
  }
}

function read(place: KeyPlace): string[] {
  try {
    const ids = place.getItem(KEY)?.split(' ') ?? [];
    return ids.filter((id) => /^ses_[A-Za-z0-9]{1,60}$/.test(id)).slice(0, MAX_FOLLOWED);
  } catch {
    return [];
  }
}
