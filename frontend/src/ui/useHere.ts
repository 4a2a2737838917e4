import { useLayoutEffect, useRef } from 'react';

/** Answers whether this part still stands on the page. By a layout effect: Preact cleans up others a frame later. */
export function useHere(): () => boolean {
  const here = useRef(true);
  useLayoutEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return () => here.current;
}
