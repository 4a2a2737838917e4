/** What may stand beside a conversation, in the order of their buttons. */
export const ASIDE_TITLES = {
  debrief: 'Debrief',
  assess: 'Assess',
  notes: 'Notes',
  sheet: 'Case sheet',
  instructions: 'Instructions',
  transcript: 'Printed transcript',
  audit: 'Who read it',
} as const;

export type AsideKind = keyof typeof ASIDE_TITLES;

export const ASIDE_KINDS = Object.keys(ASIDE_TITLES) as AsideKind[];

export function isAside(word: string | undefined): word is AsideKind {
  return word !== undefined && Object.hasOwn(ASIDE_TITLES, word);
}
