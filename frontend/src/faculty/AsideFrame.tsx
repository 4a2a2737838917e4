import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../ui/Button';

interface Props {
  title: string;
  /** Buttons before the one that closes it. */
  tools?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside a conversation: its name, its tools and the way to close it. */
export function AsideFrame({ title, tools, onClose, children }: Props) {
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a small screen it stands under the conversation: whoever opened it would see nothing happen.
    const top = here.current?.getBoundingClientRect().top ?? 0;
    if (top > innerHeight * 0.8) here.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <aside ref={here} className="aside" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {tools}
        <Button onClick={onClose}>Close</Button>
      </header>
      {children}
    </aside>
  );
}
