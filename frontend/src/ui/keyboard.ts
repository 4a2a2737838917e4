/**
 * Keeps the page as high as what is seen of it. Some browsers lay the keyboard of a phone over the page without making
 * the page lower: the conversation would lie behind it.
 */
export function fitToKeyboard(root: HTMLElement = document.documentElement): void {
  const seen = window.visualViewport;
  seen?.addEventListener('resize', () => {
    // A page that is zoomed in is meant to be larger than what is seen.
    if (seen.scale === 1) root.style.setProperty('--height', `${Math.round(seen.height)}px`);
  });
}

/**
 * Whether a key goes to an input method, where Enter chooses a word. Safari ends the composition before it reports the
 * key, and tells it by 229 alone.
 */
export function isComposing({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229;
}
