import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until `condition` answers something true, and answers that; fails after `ms` by name. */
export async function until(what, ms, condition) {
  const deadline = Date.now() + ms;
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
      throw new Error(`Waited ${ms} ms in vain until ${what} (last: ${JSON.stringify(last)}).`);
    await wait(50);
  }
}
