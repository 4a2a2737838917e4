export interface Frame {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events as bytes come (WHATWG HTML, 9.2.6): LF, CR and CRLF, comments, many data lines, a byte order
 * mark, frames and characters cut anywhere. An unfinished frame at the end of the stream is dropped, as the standard says.
 */
export class FrameReader {
  private readonly decoder = new TextDecoder('utf-8');
  private rest = '';
  private data: string[] = [];
  private event = '';
  private id: string | undefined;
  /** The server's last `retry:`, in milliseconds. */
  retryMs: number | undefined;
  /** Whether a whole frame or a comment came: only then is it a stream of events that is read. */
  alive = false;

  read(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    this.rest += this.decoder.decode(bytes, { stream: true });
    for (;;) {
      const end = this.lineEnd();
      if (!end) return frames;
      const line = this.rest.slice(0, end.at);
      this.rest = this.rest.slice(end.at + end.length);
      const frame = this.line(line);
      if (frame) frames.push(frame);
    }
  }

  private lineEnd(): { at: number; length: number } | undefined {
    const at = this.rest.search(/[\r\n]/);
    if (at < 0) return undefined;
    if (this.rest[at] === '\n') return { at, length: 1 };
    // A CR at the very end may be the first half of a CRLF: wait for what follows.
    if (at === this.rest.length - 1) return undefined;
    return { at, length: this.rest[at + 1] === '\n' ? 2 : 1 };
  }

  private line(line: string): Frame | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) this.alive = true;
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  private dispatch(): Frame | undefined {
    const { id, event, data } = this;
    this.data = [];
    this.event = '';
    this.id = undefined;
    if (data.length === 0) return undefined;
    this.alive = true;
    return { event: event || 'message', data: data.join('\n'), ...(id !== undefined && { id }) };
  }
}
