import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasUnsent } from '../faculty/tabStorage';
import { FakeTab } from '../testing/fakeFaculty';
import { NoteDraft } from './noteDraft';

const KEY = 'note-faculty-ses_1-item_1';
const NOTE = {
  visibility: 'student',
  text: 'Ask openly.',
  anchor: { itemId: 'item_1', start: 0, end: 4 },
} as const;

describe('a note that is being written', () => {
  let tab: FakeTab;
  let drawn: number;

  beforeEach(() => {
    drawn = 0;
    vi.stubGlobal('sessionStorage', (tab = new FakeTab()));
  });
  afterEach(() => vi.unstubAllGlobals());

  const open = (key = KEY) => new NoteDraft(key, (count) => new Uint8Array(count).fill(drawn++));
  const write = () => {
    const draft = open();
    draft.keep('Ask openly. ');
    return draft;
  };

  it('has the same id after a reload, whose answer was lost', () => {
    const noteId = write().idOf(NOTE, 'When');
    const again = open();
    expect(again.sent()).toEqual({ noteId, note: NOTE, quote: 'When' });
    expect(again.idOf(NOTE)).toBe(noteId);
    expect(open('note-faculty-ses_1-whole').sent()).toBeUndefined();
  });

  it('has another id as soon as it says something else, or the same again once it is stored', () => {
    const draft = write();
    const ids = [draft.idOf(NOTE), draft.idOf({ ...NOTE, visibility: 'faculty' })];
    draft.stored({ ...NOTE, visibility: 'faculty' });
    ids.push(draft.idOf(NOTE));
    expect(new Set(ids).size).toBe(3);
  });

  it('replaces what may be stored of it in other words or for other readers, and nothing that is', () => {
    const draft = write();
    const hidden = { ...NOTE, visibility: 'faculty' } as const;
    expect(draft.replacedBy(NOTE)).toBeUndefined();
    const noteId = draft.idOf(NOTE);
    const other = open();
    expect([draft.replacedBy(NOTE), draft.replacedBy(hidden)]).toEqual([undefined, noteId]);
    expect(other.replacedBy(hidden)).toBe(noteId);
    draft.stored(NOTE);
    expect([draft.replacedBy(hidden), other.replacedBy(hidden)]).toEqual([undefined, undefined]);
  });

  it('leaves nothing in the tab once it is stored, or its words are taken away', () => {
    const draft = write();
    draft.idOf(NOTE);
    expect(hasUnsent()).toBe(true);
    draft.stored(NOTE);
    expect([hasUnsent(), Object.keys(tab)]).toEqual([false, []]);
    const other = write();
    other.idOf(NOTE);
    other.keep('');
    expect([hasUnsent(), Object.keys(tab)]).toEqual([false, []]);
  });

  it('keeps what was typed on while it was being stored, and nothing of what was sent', () => {
    const draft = write();
    draft.idOf(NOTE);
    draft.keep('Ask openly, and wait.');
    draft.stored(NOTE);
    expect(draft.read()).toBe('Ask openly, and wait.');
    expect(open().sent()).toBeUndefined();
  });

  it('is stored once from a form that was opened while another one was sending it', () => {
    const first = write();
    const noteId = first.idOf(NOTE);
    const second = open();
    first.stored(NOTE);
    expect(second.idOf(NOTE)).toBe(noteId);
  });

  it('works without the tab’s storage, and with what somebody else wrote there', () => {
    tab[`viva-draft-${KEY} sent`] = '{"noteId":7}';
    expect(write().sent()).toBeUndefined();
    vi.unstubAllGlobals();
    const draft = open();
    expect(draft.idOf(NOTE)).toBe(draft.idOf(NOTE));
  });
});
