/** A server of event streams: each connection is answered by hand. */
export class FakeStreams {
  readonly requests: { headers: Headers; url: string }[] = [];
  private readonly answers: (Response | Error)[] = [];
  private open: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    init?.signal?.throwIfAborted();
    this.requests.push({ url: String(input), headers: new Headers(init?.headers) });
    const answer = this.answers.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? this.stream(init?.signal ?? undefined);
  }) as typeof fetch;

  /** The next connection is answered with this instead of a stream. */
  answerWith(answer: Response | Error): void {
    this.answers.push(answer);
  }

  send(text: string): void {
    this.open?.enqueue(new TextEncoder().encode(text));
  }

  event(seq: number | undefined, type: string, more: object = {}): void {
    const data = {
      session_id: 'ses_1',
      type,
      created_at: '2026-11-02T10:04:00.000Z',
      ...(seq && { seq }),
      ...more,
    };
    this.send(`${seq ? `id: ${seq}\n` : ''}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  drop(): void {
    this.open?.error(new TypeError('network error'));
  }

  finish(): void {
    this.open?.close();
  }

  private stream(signal: AbortSignal | undefined): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.open = controller;
        signal?.addEventListener('abort', () => {
          if (this.open === controller) this.open = undefined;
          controller.error(new DOMException('Aborted', 'AbortError'));
        });
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }
}
