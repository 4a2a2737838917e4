import { useLayoutEffect } from 'react';

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/**
 * The browser asks before the page is left, reloaded or closed, while something would be lost with it. Answers what ends
 * that.
 */
export function askBeforeLeaving(page: Page, wouldLose: () => boolean): () => void {
  const leave = (event: BeforeUnloadEvent) => {
    if (wouldLose()) event.preventDefault();
  };
  page.addEventListener('beforeunload', leave);
  return () => page.removeEventListener('beforeunload', leave);
}

/** The same for as long as a part is shown that has something unsent. */
export function useAskBeforeLeaving(unsent: boolean): void {
  useLayoutEffect(() => (unsent ? askBeforeLeaving(window, () => true) : undefined), [unsent]);
}
