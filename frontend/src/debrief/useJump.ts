import type { Evidence } from '@viva/client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** The words that a reader went to. */
export type Spot = Pick<Evidence, 'itemId' | 'quote' | 'start' | 'end'>;

export interface Jump {
  readonly spot: Spot | undefined;
  /** Goes to the words in the transcript. */
  show(spot: Spot): void;
  /** Goes back to where the reader came from. */
  back(): void;
}

/** From a quote to its line and back, for the eyes and for the keyboard. */
export function useJump(): Jump {
  const [spot, setSpot] = useState<Spot>();
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const line = spot && document.getElementById(lineId(spot.itemId));
    if (line) goTo(line);
  }, [spot]);
  const show = useCallback((next: Spot) => {
    from.current = document.activeElement as HTMLElement | null;
    setSpot({ ...next });
  }, []);
  const back = useCallback(() => {
    setSpot(undefined);
    if (from.current?.isConnected) goTo(from.current);
  }, []);
  return { spot, show, back };
}

/** A line's place in the page. */
export function lineId(itemId: string): string {
  return `line-${itemId}`;
}

function goTo(element: HTMLElement): void {
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
}
