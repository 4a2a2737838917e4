import type { ReactNode } from 'react';
import { ThemeToggle } from './ThemeToggle';

/** The frame of the quiet screens: name, theme, one column. */
export function Shell({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <>
      <header className="masthead">
        <a className="brand" href="#/">
          <Mark /> Viva
        </a>
        <a className="mine-link" href="#/mine">
          My encounters
        </a>
        {actions}
        <ThemeToggle />
      </header>
      <main className="column" tabIndex={-1}>
        {children}
      </main>
      <footer className="colophon">
        <a href="/docs">For developers: the API of this service</a>
      </footer>
    </>
  );
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M7 16h4l3-7 4 14 3-7h4" />
    </svg>
  );
}
