/** A base address as people write it, so that a path can follow. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
