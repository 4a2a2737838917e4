import { setTimeout as wait } from 'node:timers/promises';

/** A slow machine may take that long. Only a test that fails waits for it to pass. */
export const PATIENCE = 60_000;

/**
 * Looks again and again until `condition` answers something true, and answers that; fails by name.
 *
 * @param ms how long it may take; a minute at least
 */
export async function until(what, ms, condition) {
  const patience = Math.max(ms, PATIENCE);
  const deadline = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await condition();
      if (last) return last;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      last = error.message;
    }
    if (Date.now() > deadline)
      throw new Error(`Waited ${patience} ms in vain until ${what} (last: ${JSON.stringify(last)}).`);
    await wait(50);
  }
}
