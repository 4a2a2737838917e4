import { until } from './until.mjs';

/** Waits until the focus is on an element that `selector` matches. */
export function focusIsOn(page, selector) {
  return until(`the focus is on ${selector}`, 5_000, () =>
    page.evaluate((wanted) => document.activeElement.matches(wanted), selector),
  );
}
