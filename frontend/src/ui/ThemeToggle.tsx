import { useState } from 'react';
import { Icon } from './icons';
import { currentTheme, setTheme, type Theme } from './theme';

const NEXT: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const ICON = { auto: 'half', light: 'sun', dark: 'moon' } as const;
const NAME = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

export function ThemeToggle() {
  const [theme, setShown] = useState(currentTheme);
  const change = () => {
    setTheme(NEXT[theme]);
    setShown(NEXT[theme]);
  };
  const label = `Theme: ${NAME[theme]}. Change to ${NAME[NEXT[theme]]}`;
  return (
    <button type="button" className="icon-button" onClick={change} aria-label={label} title={label}>
      <Icon name={ICON[theme]} />
    </button>
  );
}
