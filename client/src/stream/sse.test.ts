import { describe, expect, it } from 'vitest';
import { FrameReader, type Frame } from './sse.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function readInPieces(text: string, size: number): Frame[] {
  const reader = new FrameReader();
  const all = bytes(text);
  const frames: Frame[] = [];
  for (let i = 0; i < all.length; i += size) frames.push(...reader.read(all.slice(i, i + size)));
  return frames;
}

describe('the frame reader', () => {
  it('reads id, event and data', () => {
    expect(new FrameReader().read(bytes('id: 7\nevent: turn\ndata: {"a":1}\n\n'))).toEqual([
      { id: '7', event: 'turn', data: '{"a":1}' },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('takes %j as the end of a line', (end) => {
    const frames = new FrameReader().read(bytes(['data: a', 'data: b', '', 'x'].join(end) + end + ' '));
    expect(frames).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  it('passes over comments and fields it does not know', () => {
    expect(new FrameReader().read(bytes(': heartbeat\n\nfuture: x\ndata: a\n\n'))).toEqual([
      { event: 'message', data: 'a' },
    ]);
  });

  it('gives the same frames however the bytes are cut', () => {
    const text = '\uFEFFid: 1\r\nevent: turn\r\ndata: grüße 🫀\r\n\r\n: ok\r\ndata:b\r\n\r\n.';
    const whole = readInPieces(text, 1000);
    expect(whole.map((f) => f.data)).toEqual(['grüße 🫀', 'b']);
    for (let size = 1; size < 20; size++) expect(readInPieces(text, size)).toEqual(whole);
  });

  it('gives a frame without data to nobody, and its id neither', () => {
    expect(new FrameReader().read(bytes('id: 4\n\ndata: a\n\n'))).toEqual([{ event: 'message', data: 'a' }]);
  });

  it('keeps the server’s retry', () => {
    const reader = new FrameReader();
    reader.read(bytes('retry: 2500\n\nretry: soon\n\n'));
    expect(reader.retryMs).toBe(2500);
  });
});
