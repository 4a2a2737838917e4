import { describe, expect, it } from 'vitest';
import type { CallEvent } from './callEvent';
import { Transcriber } from './transcriber';
import type { WireEvent } from './wire';

const T0 = Date.UTC(2026, 10, 2, 10, 4);

function read(...events: (WireEvent & Record<string, unknown>)[]): CallEvent[] {
  let now = T0;
  const transcriber = new Transcriber(() => now);
  return events.flatMap((event) => {
    now += 100;
    return transcriber.read(event);
  });
}
const finals = (heard: CallEvent[]) => heard.flatMap((h) => (h.kind === 'final' ? [h.line] : []));
const of = (heard: CallEvent[], kind: CallEvent['kind']) => heard.filter((h) => h.kind === kind);

const spoken = (id: string, previous: string | null) => [
  { type: 'input_audio_buffer.speech_started', item_id: id },
  { type: 'input_audio_buffer.speech_stopped', item_id: id },
  { type: 'input_audio_buffer.committed', item_id: id, previous_item_id: previous },
  {
    type: 'conversation.item.added',
    previous_item_id: previous,
    item: { id, type: 'message', role: 'user', content: [{ type: 'input_audio', transcript: null }] },
  },
];
const completed = (id: string, transcript: string) => ({
  type: 'conversation.item.input_audio_transcription.completed',
  item_id: id,
  transcript,
});
const patientItem = (id: string, previous: string | null, type = 'conversation.item.added') => ({
  type,
  previous_item_id: previous,
  item: { id, type: 'message', role: 'assistant', content: [] },
});
const patientDone = (id: string, transcript: string) => ({
  type: 'response.output_audio_transcript.done',
  item_id: id,
  transcript,
});

describe('the transcriber', () => {
  it('gives a spoken line its place, its start and its final words', () => {
    const [line] = finals(read(...spoken('u1', 'p0'), completed('u1', 'Good morning.')));
    expect(line).toMatchObject({
      itemId: 'u1',
      role: 'student',
      text: 'Good morning.',
      previousItemId: 'p0',
    });
    expect(line!.startedAt!.getTime()).toBe(T0 + 100);
    expect(line!.finalizedAt.getTime()).toBe(T0 + 500);
  });

  it('reports a typed line as accepted and final, once', () => {
    const typed = (type: string) => ({
      type,
      previous_item_id: 'p0',
      item: { id: 'item_T', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
    });
    const heard = read(typed('conversation.item.added'), typed('conversation.item.done'));
    expect(finals(heard)).toHaveLength(1);
    expect(finals(heard)[0]).toMatchObject({
      itemId: 'item_T',
      role: 'student',
      text: 'Hello',
      previousItemId: 'p0',
    });
    expect(of(heard, 'taken')[0]).toEqual({ kind: 'taken', itemId: 'item_T' });
  });

  it('keeps the spoken part of an interrupted reply', () => {
    const heard = read(
      patientItem('p1', 'u1'),
      { type: 'response.output_audio_transcript.delta', item_id: 'p1', delta: 'It started ' },
      {
        type: 'response.done',
        response: {
          status: 'cancelled',
          status_details: { reason: 'turn_detected' },
          output: [{ id: 'p1', content: [{ type: 'output_audio', transcript: 'It started on' }] }],
        },
      },
      patientDone('p1', 'It started on'),
    );
    expect(finals(heard).map((l) => l.text)).toEqual(['It started on']);
    expect(of(heard, 'refused')).toEqual([]);
  });

  it.each([
    [{ status: 'failed', status_details: { error: { code: 'rate_limit_exceeded' } } }, /busy/],
    [{ status: 'failed' }, /could not answer/],
    [{ status: 'incomplete', status_details: { reason: 'content_filter' } }, /held back/],
    [{ status: 'incomplete', status_details: { reason: 'max_output_tokens' } }, /cut short/],
  ])('explains a response that is %j', (response, words) => {
    const heard = read({ type: 'response.created' }, { type: 'response.done', response });
    expect(of(heard, 'responding')).toEqual([
      { kind: 'responding', active: true },
      { kind: 'responding', active: false },
    ]);
    expect(of(heard, 'refused')[0]).toMatchObject({ words: expect.stringMatching(words) });
  });

  it('distinguishes errors that end the call from others', () => {
    expect(read({ type: 'error', error: { code: 'session_expired' } })[0]!.kind).toBe('over');
    expect(read({ type: 'error', error: { code: 'invalid_event', event_id: 'e1' } })[0]).toMatchObject({
      kind: 'refused',
      eventId: 'e1',
    });
  });

  it.each([
    ['insufficient_quota', /no allowance left/],
    ['invalid_api_key', /does not accept this service/],
    ['server_error', /did not accept that/],
  ])('explains the error %s, after which the call goes on', (code, words) => {
    expect(read({ type: 'error', error: { code } })).toEqual([
      { kind: 'refused', code, words: expect.stringMatching(words) },
    ]);
  });

  it('ignores unknown events and fields', () => {
    expect(
      read({ type: 'rate_limits.updated' }, { type: 'brand.new', item_id: 'x', obfuscation: 'y' }),
    ).toEqual([]);
  });
});
