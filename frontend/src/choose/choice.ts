import type { NewSession, ScenarioView } from '@viva/client';

export type Wishes = Pick<NewSession, 'roleId' | 'inputLanguage' | 'replyLanguage'>;

/** What a student had chosen before they left the page to log in. */
export interface Choice {
  readonly scenarioId: string;
  readonly personaId: string;
  readonly wishes: Wishes;
  /** The exam in which it is fixed. */
  readonly examId?: string;
}

/**
 * What of it can be had: a case that was read again may have lost a role.
 *
 * @param simulated the scripted patient has one language, whatever was wished before that was known
 */
export function offered(
  { roleId, ...languages }: Wishes,
  scenario: Pick<ScenarioView, 'roles'> | undefined,
  simulated: boolean,
): Wishes {
  const isThere = !scenario || scenario.roles.some((role) => role.roleId === roleId);
  return { ...(!simulated && languages), ...(isThere && roleId && { roleId }) };
}

const KEY = 'viva-choice';

type Place = () => Storage;
const tab: Place = () => sessionStorage;

/** Keeps a choice in this tab. Where storage is forbidden it is chosen again. */
export function keepChoice(choice: Choice, place: Place = tab): void {
  keep(KEY, choice, place);
  if (choice.examId) keepWishes(choice.examId, choice.wishes, place);
}

/** Keeps a choice while its student is away to log in: whoever is still here after that is led nowhere by it. */
export async function keptWhile(
  choice: Choice | undefined,
  logIn: () => Promise<void>,
  place: Place = tab,
): Promise<void> {
  if (choice) keepChoice(choice, place);
  try {
    await logIn();
  } finally {
    takeChoice(place);
  }
}

/** The choice that was kept, once. What was wished in an exam stays for its page, to which it leads. */
export function takeChoice(place: Place = tab): Choice | undefined {
  return take<Choice>(KEY, place);
}

/** Keeps what is wished in an exam, for its page alone. */
export function keepWishes(examId: string, wishes: Wishes, place: Place = tab): void {
  keep(wishesOf(examId), wishes, place);
}

/** What was wished in an exam, once. Who takes it is there, and needs not be led there any more. */
export function takeWishes(examId: string, place: Place = tab): Wishes | undefined {
  const choice = takeChoice(place);
  if (choice && choice.examId !== examId) keep(KEY, choice, place);
  return take<Wishes>(wishesOf(examId), place);
}

function wishesOf(examId: string): string {
  return `${KEY}-${examId}`;
}

function keep(name: string, what: object, place: Place): void {
  try {
    place().setItem(name, JSON.stringify(what));
  } catch {
    return; // Storage is forbidden: it is chosen again.
  }
}

function take<T>(name: string, place: Place): T | undefined {
  try {
    const kept = place().getItem(name);
    place().removeItem(name);
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined; // As above, or something else is there.
  }
}
