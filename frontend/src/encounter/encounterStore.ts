import type { Trouble } from '../api/problems';
import { Store } from '../ui/store';
import { conversation, type Action } from './conversation';
import type { EncounterState } from './encounterState';

/** The encounter's state, changed by actions of the conversation and by notices. */
export class EncounterStore extends Store<EncounterState> {
  private notices = 0;

  apply(action: Action): void {
    const before = this.get().conversation;
    const after = conversation(before, action);
    if (after === before) return;
    // What was said about an encounter that goes on means nothing once it has ended.
    const ends = before.state === 'open' && after.state !== 'open';
    this.set({ conversation: after, ...(ends && { notice: undefined }) });
  }

  notify(told: string | Pick<Trouble, 'words' | 'requestId'>): void {
    const { words, requestId } = typeof told === 'string' ? { words: told, requestId: undefined } : told;
    this.set({ notice: { id: ++this.notices, words, requestId } });
  }
}
