import type { Note } from '@viva/client';
import { expect, it } from 'vitest';
import { inLineOrder } from './lineOrder';

const note = (noteId: string, at: number, itemId?: string): Note => ({
  noteId,
  authorRole: 'faculty',
  own: true,
  visibility: 'faculty',
  text: noteId,
  createdAt: new Date(at),
  ...(itemId && { anchor: { itemId, quote: 'words', changed: false } }),
});

it('reads notes in the order of their lines', () => {
  const turns = new Map([
    ['item_2', { seq: 2 }],
    ['item_1', { seq: 1 }],
  ]);
  const notes = [
    note('whole', 0),
    note('gone', 1, 'item_9'),
    note('late', 3, 'item_2'),
    note('early', 2, 'item_2'),
    note('first', 4, 'item_1'),
  ];
  expect(inLineOrder(notes, turns).map(({ noteId }) => noteId)).toEqual(['first', 'early', 'late', 'gone']);
});
