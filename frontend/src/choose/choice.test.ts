import { describe, expect, it } from 'vitest';
import { keepChoice, keepWishes, keptWhile, offered, takeChoice, takeWishes } from './choice';

const CHOICE = { scenarioId: 'knee', personaId: 'hana', wishes: { replyLanguage: 'de' } };

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage;
}

describe('a choice kept over a login', () => {
  it('is there once', () => {
    const tab = storage();
    keepChoice(CHOICE, () => tab);
    expect(takeChoice(() => tab)).toEqual(CHOICE);
    expect(takeChoice(() => tab)).toBeUndefined();
  });

  it('in an exam leads to its page, and is there for it', () => {
    const tab = storage();
    const choice = { ...CHOICE, examId: 'exm_1' };
    keepChoice(choice, () => tab);
    expect(takeChoice(() => tab)).toEqual(choice);
    expect(takeWishes('exm_2', () => tab)).toBeUndefined();
    expect(takeWishes('exm_1', () => tab)).toEqual(choice.wishes);
    expect(takeWishes('exm_1', () => tab)).toBeUndefined();
  });

  it('leads nobody back to an exam who is there already', () => {
    const tab = storage();
    keepChoice({ ...CHOICE, examId: 'exm_1' }, () => tab);
    takeWishes('exm_1', () => tab);
    expect(takeChoice(() => tab)).toBeUndefined();
    keepChoice(CHOICE, () => tab);
    keepWishes('exm_1', { replyLanguage: 'fr' }, () => tab);
    expect(takeWishes('exm_1', () => tab)).toEqual({ replyLanguage: 'fr' });
    expect(takeChoice(() => tab)).toEqual(CHOICE);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('unreachable'))],
    ['is left by the browser’s own button', () => Promise.resolve()],
  ])('is kept while its student is away, and leads nobody to an exam when the login %s', async (_, end) => {
    const tab = storage();
    let away: string | null = null;
    const logIn = () => {
      away = tab.getItem('viva-choice');
      return end();
    };
    await keptWhile({ ...CHOICE, examId: 'exm_1' }, logIn, () => tab).catch(() => undefined);
    expect(JSON.parse(away ?? 'null')).toMatchObject({ examId: 'exm_1' });
    expect(takeChoice(() => tab)).toBeUndefined();
    expect(takeWishes('exm_1', () => tab)).toEqual(CHOICE.wishes);
  });

  it('is made again where the browser keeps nothing, or something else', () => {
    const forbidden = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    keepChoice(CHOICE, forbidden);
    expect(takeChoice(forbidden)).toBeUndefined();
    const tab = storage();
    tab.setItem('viva-choice', '{broken');
    expect(takeChoice(() => tab)).toBeUndefined();
  });
});

it('asks for no role that the case has not any more', () => {
  const wishes = { roleId: 'team-mate', replyLanguage: 'de' };
  const role = { roleId: 'team-mate', title: 'Team-mate', name: 'Joris' };
  expect(offered(wishes, { roles: [role] }, false)).toEqual(wishes);
  expect(offered(wishes, { roles: [] }, false)).toEqual({ replyLanguage: 'de' });
  expect(offered(wishes, undefined, false)).toEqual(wishes);
});

it('asks the scripted patient for no language', () => {
  const wishes = { roleId: 'team-mate', inputLanguage: 'de', replyLanguage: 'de' };
  expect(offered(wishes, undefined, true)).toEqual({ roleId: 'team-mate' });
});
