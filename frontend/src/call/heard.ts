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
