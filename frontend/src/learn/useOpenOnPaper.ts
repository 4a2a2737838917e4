import { useEffect } from 'react';

/** Paper cannot be pressed: what is folded on the screen is open on it. */
export function useOpenOnPaper(selector: string): void {
  useEffect(() => {
    let opened: HTMLDetailsElement[] = [];
    const open = () => {
      opened = [...document.querySelectorAll<HTMLDetailsElement>(selector)].filter((one) => !one.open);
      opened.forEach((one) => (one.open = true));
    };
    const close = () => opened.forEach((one) => (one.open = false));
    addEventListener('beforeprint', open);
    addEventListener('afterprint', close);
    return () => {
      removeEventListener('beforeprint', open);
      removeEventListener('afterprint', close);
    };
  }, [selector]);
}
