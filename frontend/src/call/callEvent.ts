import type { Role } from '@viva/client';

/** A line built from the voice service's events. */
export interface SpokenLine {
  readonly itemId: string;
  readonly role: Role;
  readonly text: string;
  readonly previousItemId?: string;
  readonly startedAt?: Date;
  /** The ids of what the patient shows with it. */
  readonly media?: string[];
}

/** What one event of the data channel means for the page. */
export type CallEvent =
  | {
      readonly kind: 'final';
      readonly line: SpokenLine & { readonly finalizedAt: Date };
      readonly responseId?: string;
    }
  /**
   * A correction of a final line: its words or its place. The service stores the words that a page sends first; it gets
   * corrections over its own connection to the call and reports them as a revised turn.
   */
  | { readonly kind: 'changed'; readonly line: SpokenLine }
  /** The student cut the patient's line short; it may be a line yet to come. */
  | { readonly kind: 'interrupted'; readonly itemId: string }
  | { readonly kind: 'partial'; readonly line: SpokenLine; readonly responseId?: string }
  /** The sound of an answer starts, or has ended. */
  | { readonly kind: 'playback'; readonly responseId: string; readonly on: boolean; readonly cutOff: boolean }
  /** Nothing was said after all, or it could not be understood: its partial line is removed. */
  | { readonly kind: 'nothing'; readonly itemId: string }
  /** Something was said that could not be transcribed; `words` for the speaker. */
  | { readonly kind: 'unwritten'; readonly itemId: string; readonly words: string }
  /** The voice service has accepted a typed line. */
  | { readonly kind: 'taken'; readonly itemId: string }
  | { readonly kind: 'responding'; readonly active: boolean }
  | { readonly kind: 'speaking'; readonly on: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly eventId?: string; readonly words: string }
  /** The call cannot continue. */
  | { readonly kind: 'over'; readonly words: string };
