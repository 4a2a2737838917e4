import { Store } from '../ui/store';
import { conversation, type Action } from './conversation';
import type { EncounterState } from './encounterState';

/** The encounter's state, changed by actions of the conversation and by notices. */
export class EncounterStore extends Store<EncounterState> {
  private notices = 0;

  apply(action: Action): void {
    const before = this.get().conversation;
    const after = conversation(before, action);
    if (after !== before) this.set({ conversation: after });
  }

  notify(words: string): void {
    this.set({ notice: { id: ++this.notices, words } });
  }
}
