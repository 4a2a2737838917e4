import { expect, it } from 'vitest';
import { askBeforeLeaving } from './beforeLeaving';

it('lets the browser ask while something would be lost, and not after', () => {
  const page = new EventTarget() as unknown as Window;
  let unsent = false;
  const end = askBeforeLeaving(page, () => unsent);
  const isAsked = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(isAsked()).toBe(false);
  unsent = true;
  expect(isAsked()).toBe(true);
  end();
  expect(isAsked()).toBe(false);
});
