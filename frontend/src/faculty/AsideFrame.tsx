import type { ReactNode } from 'react';
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
  return (
    <aside className="aside" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {tools}
        <Button onClick={onClose}>Close</Button>
      </header>
      {children}
    </aside>
  );
}
