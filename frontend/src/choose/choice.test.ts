import { describe, expect, it } from 'vitest';
import { keepChoice, takeChoice } from './choice';

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
