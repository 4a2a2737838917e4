import type { NewReflection } from '@viva/client';
import { Draft } from '../device/draft';
import { plainText } from '../ui/plainText';

/** Changed whenever a prompt is, so that answers are read beside the question that was asked. */
export const PROMPTS_VERSION = '2026.12';

export interface Prompt {
  readonly id: string;
  readonly text: string;
}

export const PROMPTS: readonly Prompt[] = [
  { id: 'went-well', text: 'What went well? Name a moment.' },
  { id: 'difficult', text: 'What was difficult, and what did you do?' },
  { id: 'thinking', text: 'What do you think is behind the complaint, and what speaks against it?' },
  { id: 'next-time', text: 'What will you ask or do differently next time?' },
];

/** How long an answer may be. */
export const MAX_ANSWER = 4000;

export type Answers = Readonly<Record<string, string>>;

/** What is sent; undefined while nothing is answered. */
export function reflectionOf(answers: Answers): NewReflection | undefined {
  const given = PROMPTS.flatMap(({ id }) => {
    const text = plainText(answers[id] ?? '');
    return text ? [{ promptId: id, text }] : [];
  });
  return given.length > 0 ? { promptsVersion: PROMPTS_VERSION, answers: given } : undefined;
}

/** Whether two reflections say the same. */
export function sameAnswers(one: NewReflection, other: NewReflection): boolean {
  const words = ({ answers }: NewReflection) =>
    JSON.stringify(answers.map(({ promptId, text }) => [promptId, text]));
  return words(one) === words(other);
}

/** The answers of a submitted reflection beside their prompts; of one whose prompts have changed, the answers alone. */
export function answered({ answers, promptsVersion }: NewReflection): { prompt: string; text: string }[] {
  return answers.map(({ promptId, text }, i) => {
    const known = promptsVersion === PROMPTS_VERSION && PROMPTS.find(({ id }) => id === promptId);
    return { prompt: known ? known.text : `Answer ${i + 1}`, text };
  });
}

/** What was written and not submitted: kept through a reload, in this tab alone. */
export class ReflectionDraft {
  private readonly draft: Draft;

  constructor(sessionId: string) {
    this.draft = new Draft(`reflection-${sessionId}`);
  }

  readonly read = (): Answers => {
    try {
      const kept: unknown = JSON.parse(this.draft.read() || '{}');
      const entries = Object.entries(kept ?? {}).filter(([, text]) => typeof text === 'string');
      return Object.fromEntries(entries) as Answers;
    } catch {
      return {}; // Somebody else wrote there: nothing that could be shown.
    }
  };

  keep(answers: Answers): void {
    const written = Object.values(answers).some((text) => text !== '');
    this.draft.keep(written ? JSON.stringify(answers) : '');
  }

  forget(): void {
    this.draft.keep('');
  }
}
