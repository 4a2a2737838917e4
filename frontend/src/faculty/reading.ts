import type { ReactNode } from 'react';
import type { Jump } from '../debrief/useJump';

/** Lines that are being attached to something. */
export interface Picking {
  /** What they are attached to, in words. */
  readonly about: string;
  readonly picked: ReadonlySet<string>;
  readonly max: number;
  toggle(itemId: string): void;
  done(): void;
}

/** What a panel does with the conversation beside it. */
export interface ReadingWith {
  /** What stands under a line, such as its notes. */
  readonly below?: (itemId: string) => ReactNode;
  readonly picking?: Picking | undefined;
}

/** How a conversation is read beside a panel that quotes it. */
export interface Reading extends ReadingWith {
  readonly jump: Jump;
}
