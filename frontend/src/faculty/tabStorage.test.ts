import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTab } from '../testing/fakeFaculty';
import { forgetDrafts, forgetDraftsAbout, hasUnsent, keepDraftsOf, tabStorage } from './tabStorage';

describe('what a tab keeps', () => {
  beforeEach(() => vi.stubGlobal('sessionStorage', new FakeTab()));
  afterEach(() => vi.unstubAllGlobals());

  const keep = (name: string, value: string) => tabStorage().setItem(name, value);

  it('is nothing unsent when all is saved, or is a student’s', () => {
    keep('viva-assess-ses_1-osce', JSON.stringify({ unsaved: false }));
    keep('viva-assess-ses_2-osce', 'of another version of the page');
    keep('viva-draft-note-student-ses_1-whole', 'Went well.');
    expect(hasUnsent()).toBe(false);
    forgetDrafts();
    expect(Object.keys(tabStorage())).toEqual(['viva-draft-note-student-ses_1-whole']);
  });

  it.each([
    ['viva-assess-ses_1-osce', JSON.stringify({ unsaved: true })],
    ['viva-draft-note-faculty-ses_1-whole', 'Begins well.'],
  ])('is unsent as %s', (name, value) => {
    keep(name, value);
    expect(hasUnsent()).toBe(true);
    forgetDrafts();
    expect(hasUnsent()).toBe(false);
  });

  it('is nothing of an encounter that was erased, and what it was of another', () => {
    keep('viva-assess-ses_1-osce', JSON.stringify({ unsaved: true }));
    keep('viva-draft-note-faculty-ses_1-whole', 'Begins well.');
    keep('viva-draft-note-faculty-ses_1-whole sent', '{}');
    keep('viva-draft-note-faculty-ses_12-whole', 'Another.');
    forgetDraftsAbout('ses_1');
    expect(Object.keys(tabStorage())).toEqual(['viva-draft-note-faculty-ses_12-whole']);
  });

  it('is of one person: who comes after another finds nothing of theirs', () => {
    expect(keepDraftsOf('ada')).toBe(false);
    keep('viva-draft-note-faculty-ses_1-whole', 'Begins well.');
    expect(keepDraftsOf('ada')).toBe(false);
    expect(hasUnsent()).toBe(true);
    expect(keepDraftsOf('ben')).toBe(true);
    expect(hasUnsent()).toBe(false);
  });

  it('is found again where storage is forbidden, until the page is left', () => {
    const get = () => {
      throw new DOMException('No.', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get });
    keep('viva-assess-ses_1-osce', JSON.stringify({ unsaved: true }));
    expect(tabStorage().getItem('viva-assess-ses_1-osce')).toContain('unsaved');
    expect(hasUnsent()).toBe(true);
    forgetDrafts();
    expect(tabStorage().getItem('viva-assess-ses_1-osce')).toBeNull();
  });
});
