import type { Attention } from './board';

/** The browser's own: a tab in the background asks nothing and holds no connection. */
export const tabAttention: Attention = {
  here: () => document.visibilityState === 'visible',
  watch: (listener) => {
    document.addEventListener('visibilitychange', listener);
    addEventListener('online', listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      removeEventListener('online', listener);
    };
  },
};
