export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'viva-theme';

/** The theme that `early-theme.js` put on the page before the first paint. */
export function currentTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Puts a theme on the page and remembers it where storage is allowed. */
export function setTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    return; // Storage is forbidden: the choice holds until the page is left.
  }
}
