import { once } from 'node:events';
import { expect, it } from 'vitest';
import { invoke } from './invoke.js';

it('calls the callback and continues after its exception', () => {
  const taken: unknown[] = [];
  invoke((a: number, b: string) => taken.push(a, b), 1, 'two');
  expect(taken).toEqual([1, 'two']);
});

it('reports an error even in a runtime without reportError', async () => {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  try {
    const uncaught = once(process, 'uncaughtException');
    invoke(() => {
      throw new Error('careless');
    });
    expect((await uncaught)[0]).toEqual(new Error('careless'));
  } finally {
    others.forEach((listener) => process.on('uncaughtException', listener));
  }
});
