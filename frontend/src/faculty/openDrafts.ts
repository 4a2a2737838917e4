import { systemClock, type Clock } from '@viva/client';
import { within } from '@viva/client/toolkit';

/** Something that is being written and saves itself. */
export interface Saving {
  /** Whether leaving now would lose something that the service does not have. */
  readonly unsaved: boolean;
  /** Never throws. */
  save(): Promise<void>;
}

/** Nobody waits longer for a service that does not answer. */
const SAVED_WITHIN_MS = 5_000;

/** What is being written on the screen. */
export class OpenDrafts {
  private readonly drafts = new Set<Saving>();

  constructor(private readonly clock: Clock) {}

  /** Answers what ends it. */
  hold(draft: Saving): () => void {
    this.drafts.add(draft);
    return () => this.drafts.delete(draft);
  }

  get unsaved(): boolean {
    return [...this.drafts].some((draft) => draft.unsaved);
  }

  /** Saves what is not saved, and answers whether all is. Never throws. */
  async save(): Promise<boolean> {
    const unsaved = [...this.drafts].filter((draft) => draft.unsaved);
    try {
      await within(this.clock, SAVED_WITHIN_MS, Promise.all(unsaved.map((draft) => draft.save())));
    } catch {
      return false; // It takes too long.
    }
    return unsaved.every((draft) => !draft.unsaved);
  }
}

/** Those of this page. */
export const openDrafts = new OpenDrafts(systemClock);
