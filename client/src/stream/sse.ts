import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Turns the bytes of one connection into server-sent events, wherever they are cut. An unfinished one at the end is dropped. */
export class FrameReader {
  /** The server's last `retry:`, in milliseconds. */
  retryMs: number | undefined;
  /** Whether an event or a comment came: only then is it an event stream at all. */
  alive = false;
  private readonly decoder = new TextDecoder('utf-8');
  private frames: EventSourceMessage[] = [];
  private readonly parser = createParser({
    onEvent: (frame) => {
      this.alive = true;
      this.frames.push(frame);
    },
    onComment: () => {
      this.alive = true;
    },
    onRetry: (ms) => {
      this.retryMs = ms;
    },
  });

  read(bytes: Uint8Array): EventSourceMessage[] {
    this.frames = [];
    this.parser.feed(this.decoder.decode(bytes, { stream: true }));
    return this.frames;
  }
}
