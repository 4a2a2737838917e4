import type { EventSourceMessage } from 'eventsource-parser';
import { describe, expect, it } from 'vitest';
import { FrameReader } from './sse.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function readInPieces(text: string, size: number): EventSourceMessage[] {
  const reader = new FrameReader();
  const all = bytes(text);
  const frames: EventSourceMessage[] = [];
  for (let i = 0; i < all.length; i += size) frames.push(...reader.read(all.slice(i, i + size)));
  return frames;
}

describe('the frame reader', () => {
  it('reads id, event and data', () => {
    expect(new FrameReader().read(bytes('id: 7\nevent: turn\ndata: {"a":1}\n\n'))).toEqual([
      { id: '7', event: 'turn', data: '{"a":1}' },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('accepts %j as the end of a line', (end) => {
    const frames = new FrameReader().read(bytes(['data: a', 'data: b', '', 'x'].join(end) + end + ' '));
    expect(frames).toEqual([{ data: 'a\nb' }]);
  });

  it('ignores comments and unknown fields', () => {
    expect(new FrameReader().read(bytes(': heartbeat\n\nfuture: x\ndata: a\n\n'))).toEqual([{ data: 'a' }]);
  });

  it('gives the same events wherever the bytes are cut', () => {
    const text = '\uFEFFid: 1\r\nevent: turn\r\ndata: grüße 🫀\r\n\r\n: ok\r\ndata:b\r\n\r\n.';
    const whole = readInPieces(text, 1000);
    expect(whole.map((f) => f.data)).toEqual(['grüße 🫀', 'b']);
    for (let size = 1; size < 20; size++) expect(readInPieces(text, size)).toEqual(whole);
  });

  it('drops an event without data, and its id', () => {
    expect(new FrameReader().read(bytes('id: 4\n\ndata: a\n\n'))).toEqual([{ data: 'a' }]);
  });

  it('is alive once an event or a comment came', () => {
    const reader = new FrameReader();
    reader.read(bytes('retry: 5\n\n<html>\n\n'));
    expect(reader.alive).toBe(false);
    reader.read(bytes(': heartbeat\n'));
    expect(reader.alive).toBe(true);
  });

  it('keeps the server’s retry', () => {
    const reader = new FrameReader();
    reader.read(bytes('retry: 2500\n\nretry: soon\n\n'));
    expect(reader.retryMs).toBe(2500);
  });
});
