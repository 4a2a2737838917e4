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

/**
 * From a quote to its line and back, for the eyes and for the keyboard.
 *
 * @param origin what the reader comes from: with another one, nobody has gone anywhere
 */
export function useJump(origin?: string): Jump {
  const [gone, setGone] = useState<{ readonly spot: Spot; readonly origin: string | undefined }>();
  const spot = gone?.origin === origin ? gone?.spot : undefined;
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const line = spot && document.getElementById(lineId(spot.itemId));
    if (line) goTo(line);
  }, [spot]);
  const show = useCallback(
    (next: Spot) => {
      from.current = document.activeElement as HTMLElement | null;
      setGone({ spot: { ...next }, origin });
    },
    [origin],
  );
  const back = useCallback(() => {
    setGone(undefined);
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
