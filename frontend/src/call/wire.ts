/** The members of realtime events that the page reads; everything else is passed over (GA protocol). */
export interface WireEvent {
  readonly type: string;
  readonly event_id?: string;
  readonly response_id?: string;
  readonly item_id?: string;
  readonly content_index?: number;
  readonly previous_item_id?: string | null;
  readonly item?: WireItem;
  readonly part?: WireContent;
  /** Of a segment. */
  readonly id?: string;
  readonly delta?: string;
  readonly text?: string;
  readonly transcript?: string | null;
  readonly response?: WireResponse;
  readonly error?: {
    readonly code?: string | null;
    readonly type?: string;
    readonly event_id?: string | null;
  };
}

export interface WireItem {
  readonly id?: string;
  readonly type?: string;
  readonly role?: string;
  readonly status?: string;
  readonly content?: readonly WireContent[];
}

export interface WireContent {
  readonly type?: string;
  readonly text?: string | null;
  readonly transcript?: string | null;
}

export interface WireResponse {
  readonly id?: string;
  readonly status?: string;
  readonly status_details?: {
    readonly reason?: string;
    readonly error?: { readonly code?: string; readonly type?: string };
  } | null;
  readonly output?: readonly WireItem[];
}

/** Reads a message of the data channel; undefined for anything that is not an event. */
export function parseEvent(data: unknown): WireEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    const typed =
      typeof value === 'object' && value !== null && typeof (value as WireEvent).type === 'string';
    return typed ? (value as WireEvent) : undefined;
  } catch {
    return undefined; // The protocol is JSON; a message that is not cannot mean anything to us.
  }
}

/** The only error after which the call does not go on. */
export const CALL_EXPIRED = 'session_expired';

/** Words for errors that the user can do something about. */
const WORDS: Record<string, string> = {
  [CALL_EXPIRED]: 'The call reached its longest time. Connect again to go on.',
  insufficient_quota: 'The voice service has no allowance left. Tell whoever runs this service.',
  invalid_api_key: 'The voice service does not accept this service. Tell whoever runs it.',
};

/** An error of the voice service in words. */
export function errorWords(code: string): string {
  return WORDS[code] ?? 'The voice service did not accept that. Try again.';
}

/** Why a reply came to nothing, in words; nothing when it was interrupted, which is no failure. */
export function replyTrouble(response: WireResponse): string | undefined {
  if (response.status === 'incomplete') {
    return response.status_details?.reason === 'content_filter'
      ? 'The patient’s answer was held back by the voice service. Ask in other words.'
      : 'The patient’s answer was cut short. Ask again for the rest.';
  }
  if (response.status !== 'failed') return undefined;
  const code = response.status_details?.error?.code;
  if (code && WORDS[code]) return WORDS[code];
  return code === 'rate_limit_exceeded'
    ? 'The voice service is busy. Wait a moment and say it again.'
    : 'The patient could not answer. Say it again.';
}
