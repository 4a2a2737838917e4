import type { CallEvent } from './callEvent';
import { wordsOf } from './item';
import { LineAssembler } from './lines';
import { CALL_EXPIRED, errorWords, replyTrouble, type WireEvent, type WireItem } from './wire';

const UNWRITTEN = 'Your last words could not be transcribed. The patient may still have heard them.';
const MAX_SEEN = 512;
const TRANSCRIPTION = 'conversation.item.input_audio_transcription.';

/** Turns the events of the data channel into call events for the page. */
export class Transcriber {
  private readonly lines: LineAssembler;
  /** The latest events: the same one may come twice. */
  private readonly seen = new Set<string>();
  private replying = false;

  constructor(now: () => number) {
    this.lines = new LineAssembler(now);
  }

  /**
   * Whether a transcription is still expected. What is left of a response that is done was interrupted: nothing more comes
   * of it.
   */
  get open(): boolean {
    return this.lines.open.some((item) => item.role === 'student' || this.replying);
  }

  /** The final events once the channel has closed. */
  end(): CallEvent[] {
    return this.lines.end();
  }

  read(event: WireEvent): CallEvent[] {
    if (this.isRepeated(event)) return [];
    switch (event.type) {
      case 'conversation.item.created':
      case 'conversation.item.added':
        return this.conversationItem(event, false);
      case 'conversation.item.done':
        return this.conversationItem(event, true);
      case 'response.output_item.added':
        return withId(event.item, (item) => this.lines.made(item, event.response_id ?? '', false));
      case 'response.output_item.done':
        return withId(event.item, (item) => this.lines.made(item, event.response_id ?? '', true));
      case 'response.created':
        this.replying = true;
        return [{ kind: 'responding', active: true }];
      case 'response.done':
        return this.responseDone(event);
      case 'output_audio_buffer.started':
        return [playback(event, true, false)];
      case 'output_audio_buffer.stopped':
        return [...this.lines.playbackEnded(event.response_id ?? '', false), playback(event, false, false)];
      case 'output_audio_buffer.cleared':
        return [...this.lines.playbackEnded(event.response_id ?? '', true), playback(event, false, true)];
      case 'error':
        return this.error(event);
      default:
        return event.item_id ? this.ofItem(event, event.item_id, event.content_index ?? 0) : [];
    }
  }

  private ofItem(event: WireEvent, id: string, index: number): CallEvent[] {
    const response = event.response_id ?? '';
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        this.lines.begun(id);
        return [{ kind: 'speaking', on: true }];
      case 'input_audio_buffer.speech_stopped':
        return [{ kind: 'speaking', on: false }];
      case 'input_audio_buffer.committed':
        return this.lines.placed(id, event.previous_item_id);
      case `${TRANSCRIPTION}delta`:
        return this.lines.transcribing(id, index, event.delta ?? '');
      case `${TRANSCRIPTION}segment`:
        return this.lines.segment(id, index, event.id ?? '', event.text ?? '');
      case `${TRANSCRIPTION}completed`:
        return this.lines.transcribed(id, index, event.transcript ?? '');
      case `${TRANSCRIPTION}failed`:
        return this.lines.untranscribed(id, index, UNWRITTEN);
      case 'response.output_audio_transcript.delta':
      case 'response.output_text.delta':
        return this.lines.answering(id, response, index, event.delta ?? '');
      case 'response.output_audio_transcript.done':
      case 'response.output_text.done':
        return this.lines.answered(id, response, index, wordsOf(event));
      case 'response.content_part.done':
        return this.lines.answered(id, response, index, wordsOf(event.part));
      case 'conversation.item.truncated':
        return this.lines.truncated(id);
      default:
        return [];
    }
  }

  private conversationItem(event: WireEvent, done: boolean): CallEvent[] {
    return withId(event.item, (item) => {
      const typed = item.role === 'user' && item.content?.some((part) => part.type === 'input_text');
      const events = this.lines.added(item, event.previous_item_id, done);
      return typed ? [{ kind: 'taken', itemId: item.id }, ...events] : events;
    });
  }

  private responseDone({ response = {} }: WireEvent): CallEvent[] {
    this.replying = false;
    const words = replyTrouble(response);
    return [
      ...this.lines.responseDone(response, response.id ?? ''),
      { kind: 'responding', active: false },
      ...(words ? [{ kind: 'refused', code: 'response_failed', words } as const] : []),
    ];
  }

  private error(event: WireEvent): CallEvent[] {
    const code = event.error?.code ?? event.error?.type ?? 'unknown';
    const words = errorWords(code);
    if (code === CALL_EXPIRED) return [{ kind: 'over', words }];
    const eventId = event.error?.event_id;
    return [{ kind: 'refused', code, words, ...(eventId && { eventId }) }];
  }

  /** Compares the id and, since some provider substitutes repeat ids, the type, item and delta. */
  private isRepeated(event: WireEvent): boolean {
    if (!event.event_id) return false;
    const key = [event.event_id, event.type, event.item_id, event.delta].join('|');
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    if (this.seen.size > MAX_SEEN) this.seen.delete(this.seen.values().next().value!);
    return false;
  }
}

function withId(
  item: WireItem | undefined,
  read: (item: WireItem & { id: string }) => CallEvent[],
): CallEvent[] {
  return item?.id ? read({ ...item, id: item.id }) : [];
}

function playback({ response_id: responseId = '' }: WireEvent, on: boolean, cutOff: boolean): CallEvent {
  return { kind: 'playback', responseId, on, cutOff };
}
