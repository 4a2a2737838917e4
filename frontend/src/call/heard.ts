import type { Role } from '@viva/client';

/** A line as the voice service's events tell it. */
export interface HeardLine {
  readonly itemId: string;
  readonly role: Role;
  readonly text: string;
  readonly previousItemId?: string;
  readonly startedAt?: Date;
}

/** What one event of the data channel means to the page. */
export type Heard =
  | { readonly kind: 'final'; readonly line: HeardLine & { readonly finalizedAt: Date } }
  /**
   * A final line as it is known now: other words, or its place. The service takes a line's words from a page once; a
   * correction reaches it over its own connection to the call, and comes from there as a revised turn.
   */
  | { readonly kind: 'changed'; readonly line: HeardLine }
  /** The student cut the patient's line short; it may be a line yet to come. */
  | { readonly kind: 'interrupted'; readonly itemId: string }
  | { readonly kind: 'partial'; readonly line: HeardLine }
  /** Nothing was said after all, or it could not be understood: what was shown of it goes. */
  | { readonly kind: 'nothing'; readonly itemId: string }
  /** Something was said that could not be written down; `words` for the one who said it. */
  | { readonly kind: 'unwritten'; readonly itemId: string; readonly words: string }
  /** The voice service has a typed line. */
  | { readonly kind: 'taken'; readonly itemId: string }
  | { readonly kind: 'responding'; readonly active: boolean }
  | { readonly kind: 'speaking'; readonly on: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly eventId?: string; readonly words: string }
  /** The call cannot go on. */
  | { readonly kind: 'over'; readonly words: string };
