/** What the link of an observer carries. */
export interface WatchLink {
  readonly sessionId: string;
  readonly grant: string;
}

/** The address to give to an observer. The grant stands in the fragment, which a browser sends nowhere. */
export function watchAddress(origin: string, { sessionId, grant }: WatchLink): string {
  return `${origin}/watch#${sessionId}/${grant}`;
}

/** Reads the fragment of such an address; undefined when it is not whole. */
export function watchLinkOf(hash: string): WatchLink | undefined {
  const match = /^#(ses_[A-Za-z0-9]{1,60})\/([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(hash);
  return match ? { sessionId: match[1]!, grant: match[2]! } : undefined;
}
