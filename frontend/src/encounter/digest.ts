import type { Role } from '@viva/client';

export interface DigestLine {
  readonly itemId: string;
  readonly role: Role;
  readonly text: string;
}

/**
 * The transcript's digest by the contract's rule: SHA-256 over, for each turn in reading order, `item_id` LF `role` LF
 * (bytes of the text in UTF-8, decimal) LF text LF. Nothing where the browser has no WebCrypto (insecure origins).
 */
export async function digestOf(lines: readonly DigestLine[]): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const encoder = new TextEncoder();
  const text = lines
    .map((l) => `${l.itemId}\n${l.role}\n${encoder.encode(l.text).length}\n${l.text}\n`)
    .join('');
  const hash = await crypto.subtle.digest('SHA-256', encoder.encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
