let news: string | undefined;

/** Something to say on the next screen, once. */
export function leaveNews(words: string): void {
  news = words;
}

export function takeNews(): string | undefined {
  const taken = news;
  news = undefined;
  return taken;
}
