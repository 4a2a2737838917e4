import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const NEAR_PX = 80;

/** Keeps a scrolled box at its end while things are added, unless the reader went up. */
export function useStickToEnd(content: unknown) {
  const ref = useRef<HTMLDivElement>(null);
  const sticking = useRef(true);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    let size = '';
    const sizeNow = () => `${box.clientWidth}x${box.clientHeight}`;
    const look = () => {
      // A box that is being resized scrolls by itself; that is not the reader going up.
      if (size !== sizeNow()) return;
      sticking.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
      setAway(!sticking.current);
    };
    const resized = new ResizeObserver(() => {
      size = sizeNow();
      if (sticking.current) box.scrollTo(0, box.scrollHeight);
    });
    box.addEventListener('scroll', look, { passive: true });
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box && sticking.current) box.scrollTo(0, box.scrollHeight);
  }, [content]);
  const toEnd = useCallback(() => {
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    ref.current?.scrollTo({ top: ref.current.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }, []);
  return { ref, away, toEnd };
}
