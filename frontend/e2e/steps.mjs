import { it } from 'node:test';
import { photograph } from './browser.mjs';

/**
 * Steps of one encounter: each builds on those before, so after a failure the rest would only repeat it.
 *
 * @param pageOf answers the page to photograph when a step fails
 */
export function stepsOf(pageOf) {
  let broken = false;
  return function step(name, action) {
    it(name, async (test) => {
      if (broken) return test.skip('an earlier step failed');
      broken = true;
      try {
        await action();
        broken = false;
      } finally {
        if (broken) await photograph(pageOf(), `failed-${name.replace(/\W+/g, '-')}`);
      }
    });
  };
}
