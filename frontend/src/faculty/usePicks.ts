import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Picking } from './reading';

const PICKS = '.pick input:not(:disabled)';

/** One stop of the Tab key for all lines; arrow keys, Home and End go from line to line, Escape ends it. */
export function usePicks(script: RefObject<HTMLElement | null>, picking: Picking | undefined) {
  const about = picking?.about;
  const stop = useRef<HTMLInputElement>(undefined);
  useEffect(() => {
    if (about === undefined) return;
    const all = picksIn(script.current);
    (all.find((one) => one.checked) ?? all[0])?.focus();
  }, [about, script]);
  useEffect(() => stopAt(picksIn(script.current), stop.current));
  if (!picking) return {};
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      if (!(target instanceof HTMLInputElement) || !target.matches(PICKS)) return;
      stop.current = target;
      stopAt(picksIn(script.current), target);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape') return picking.done();
      const all = picksIn(script.current);
      const next = wanted(event.key, all.indexOf(event.target as HTMLInputElement), all.length - 1);
      if (next === undefined) return;
      event.preventDefault();
      all[next]?.focus();
    },
  };
}

function picksIn(script: HTMLElement | null): HTMLInputElement[] {
  return [...(script?.querySelectorAll<HTMLInputElement>(PICKS) ?? [])];
}

function stopAt(all: readonly HTMLInputElement[], wished: HTMLInputElement | undefined): void {
  const stop = wished && all.includes(wished) ? wished : all[0];
  for (const one of all) one.tabIndex = one === stop ? 0 : -1;
}

function wanted(key: string, at: number, last: number): number | undefined {
  if (at < 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
