import { Store } from '../ui/store';
import { conversation, type Action } from './conversation';
import type { RoomState } from './roomState';

/** The room's state, with the two ways in which it changes in words: the conversation's actions and notices. */
export class RoomStore extends Store<RoomState> {
  private notices = 0;

  apply(action: Action): void {
    const before = this.get().conversation;
    const after = conversation(before, action);
    if (after !== before) this.set({ conversation: after });
  }

  tell(words: string): void {
    this.set({ notice: { id: ++this.notices, words } });
  }
}
