import type { NewSession } from '@viva/client';

export type Wishes = Pick<NewSession, 'roleId' | 'inputLanguage' | 'replyLanguage'>;

/** What a student had chosen before they left the page to log in. */
export interface Choice {
  readonly scenarioId: string;
  readonly personaId: string;
  readonly wishes: Wishes;
  /** The exam in which it is fixed. */
  readonly examId?: string;
}

const KEY = 'viva-choice';

/** Keeps a choice in this tab. Where storage is forbidden it is chosen again. */
export function keepChoice(choice: Choice, place: () => Storage = () => sessionStorage): void {
  try {
    place().setItem(KEY, JSON.stringify(choice));
  } catch {
    return;
  }
}

/** The choice that was kept, once. */
export function takeChoice(place: () => Storage = () => sessionStorage): Choice | undefined {
  try {
    const kept = place().getItem(KEY);
    place().removeItem(KEY);
    return kept === null ? undefined : (JSON.parse(kept) as Choice);
  } catch {
    return undefined;
  }
}
