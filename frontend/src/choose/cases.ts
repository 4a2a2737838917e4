import type { Difficulty, PersonaView, ScenarioView } from '@viva/client';

export interface Filter {
  readonly region: string;
  readonly difficulty: Difficulty | '';
}

export const DIFFICULTY_WORDS: Record<Difficulty, string> = {
  introductory: 'Introductory',
  intermediate: 'Intermediate',
  advanced: 'Advanced',
};

export function regionsOf(scenarios: readonly ScenarioView[]): string[] {
  return [...new Set(scenarios.map((s) => s.region))].sort((a, b) => a.localeCompare(b));
}

export function matching(scenarios: readonly ScenarioView[], filter: Filter): ScenarioView[] {
  return scenarios.filter(
    (s) =>
      (!filter.region || s.region === filter.region) &&
      (!filter.difficulty || s.difficulty === filter.difficulty),
  );
}

const RANKS: readonly Difficulty[] = ['introductory', 'intermediate', 'advanced'];

/**
 * In the order in which a learner needs them: the easier ones first, among them what was not practised yet.
 *
 * @param practised how often each case was practised on this device
 */
export function inLearningOrder(
  scenarios: readonly ScenarioView[],
  practised: ReadonlyMap<string, number>,
): ScenarioView[] {
  const done = ({ scenarioId }: ScenarioView) => Math.min(1, practised.get(scenarioId) ?? 0);
  return [...scenarios].sort(
    (a, b) =>
      RANKS.indexOf(a.difficulty) - RANKS.indexOf(b.difficulty) ||
      done(a) - done(b) ||
      a.code.localeCompare(b.code),
  );
}

/** The patients that fit a case, in the order in which the case names them. */
export function fitting(scenario: ScenarioView, personas: readonly PersonaView[]): PersonaView[] {
  const byId = new Map(personas.map((p) => [p.personaId, p]));
  return scenario.personaIds.flatMap((id) => byId.get(id) ?? []);
}

/** The languages that the page offers; the service accepts any two-letter code. */
export const LANGUAGES = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'pt',
  'nl',
  'pl',
  'tr',
  'ar',
  'hi',
  'ja',
  'ko',
  'zh',
] as const;

export function languageName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}
