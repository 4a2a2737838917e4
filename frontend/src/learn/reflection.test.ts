import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answered, PROMPTS, PROMPTS_VERSION, ReflectionDraft, reflectionOf } from './reflection';
import { NotSubmitted } from './ReflectionForm';

describe('a reflection', () => {
  it('needs one answer', () => {
    expect(reflectionOf({})).toBeUndefined();
    expect(reflectionOf({ 'went-well': '  ' })).toBeUndefined();
    expect(reflectionOf({ 'went-well': ' I let her finish. ' })).toEqual({
      promptsVersion: PROMPTS_VERSION,
      answers: [{ promptId: 'went-well', text: 'I let her finish.' }],
    });
  });

  it('is read beside the prompts that were asked, and no others', () => {
    const stored = {
      sessionId: 'ses_1',
      submittedAt: new Date(0),
      answers: [{ promptId: 'went-well', text: 'A' }],
    };
    expect(answered({ ...stored, promptsVersion: PROMPTS_VERSION })[0]!.prompt).toBe(PROMPTS[0]!.text);
    expect(answered({ ...stored, promptsVersion: '2020.1' })[0]!.prompt).toBe('Answer 1');
  });
});

describe('the draft of a reflection', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('survives a reload, for its session alone', () => {
    new ReflectionDraft('ses_1').keep({ 'went-well': 'I let her fin' });
    expect(new ReflectionDraft('ses_1').read()).toEqual({ 'went-well': 'I let her fin' });
    expect(new ReflectionDraft('ses_2').read()).toEqual({});
  });

  it('leaves nothing when it is empty or submitted', () => {
    const draft = new ReflectionDraft('ses_1');
    draft.keep({ 'went-well': 'x' });
    draft.keep({ 'went-well': '' });
    expect(kept.size).toBe(0);
  });

  it('shows nothing that somebody else wrote there', () => {
    kept.set('viva-draft-reflection-ses_1', 'no JSON');
    expect(new ReflectionDraft('ses_1').read()).toEqual({});
    kept.set('viva-draft-reflection-ses_1', '{"went-well": 7}');
    expect(new ReflectionDraft('ses_1').read()).toEqual({});
  });

  it('can be read beside another text that was submitted, and is not repeated beside the same', () => {
    new ReflectionDraft('ses_1').keep({ 'went-well': ' I let her finish, and why. ' });
    const beside = (text: string) => {
      const answers = [{ promptId: 'went-well', text }];
      const reflection = {
        sessionId: 'ses_1',
        promptsVersion: PROMPTS_VERSION,
        answers,
        submittedAt: new Date(0),
      };
      return renderToStaticMarkup(createElement(NotSubmitted, { sessionId: 'ses_1', reflection }));
    };
    expect(beside('I let her finish.')).toContain('was not submitted');
    expect(beside('I let her finish.')).toContain('I let her finish, and why.');
    expect(beside('I let her finish, and why.')).toBe('');
  });
});
