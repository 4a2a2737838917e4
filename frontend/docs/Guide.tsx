import type { Contract, Operation } from './contract.ts';
import { curl } from './curl.ts';
import { Code, Words } from './Text.tsx';

interface Step {
  readonly operation: string;
  readonly words: string;
  readonly after?: string;
  readonly accept?: string;
}

/** One encounter, request by request. Bodies are those of the contract's own examples. */
const STEPS: readonly Step[] = [
  {
    operation: 'createSession',
    words: `Start it. The reply has the session's id and its grant, which is shown once: keep both.`,
    after: `SESSION=ses_…   # session.session_id of the reply\nGRANT=eyJ…       # access_token of the reply`,
  },
  {
    operation: 'streamEvents',
    words:
      'Follow it in a second terminal. Each event comes once and in order. After a lost connection, `Last-Event-ID` resumes the stream.',
  },
  {
    operation: 'mintVoiceToken',
    words: `Get a token for the voice call. It is good for one call and expires after a minute. For a typed encounter, skip this step and the next.`,
    after: `TOKEN=rtk_…      # rtc_token of the reply`,
  },
  {
    operation: 'exchangeSdp',
    words:
      'Connect the call: send a WebRTC offer and get the answer, both byte for byte. A browser makes the offer; the client’s README has the full example.',
  },
  {
    operation: 'relayTranscript',
    words: `Relay what was said, line by line. 201: it is stored. Sending the same line again returns 200 and changes nothing, so repeat it until you get an answer.`,
  },
  { operation: 'advancePhase', words: 'Move from the history to the examination.' },
  {
    operation: 'endSession',
    words: `End it. The summary counts the lines and has their digest; late lines are accepted for a short time, then \`closed\` is the last event.`,
  },
  { operation: 'getTranscript', words: 'Read it.', accept: 'text/plain' },
];

export function Guide({ contract, tenLines }: { contract: Contract; tenLines: string }) {
  const named = (id: string): Operation => contract.operations.find((o) => o.operationId === id)!;
  return (
    <section id="guide">
      <h2>Hold an encounter</h2>
      <h3>By curl</h3>
      <Code of="VIVA=http://localhost:8080" />
      <ol>
        {STEPS.map(({ operation, words, after, accept }) => (
          <li key={operation}>
            <Words of={`${words} [${operation}](#${operation})`} />
            <Code of={curl(named(operation), accept ? { accept } : {})} />
            {after && <Code of={after} />}
          </li>
        ))}
      </ol>
      <h3>With the client</h3>
      <Words of="`@viva/client` is generated from this contract: typed calls, an event stream that survives lost connections, and an outbox that keeps lines in the browser until the server has stored them. The same encounter in ten lines:" />
      <Code of={tenLines} />
      <h3>Errors</h3>
      <Words of="Every refusal has a `code` for programs, a `detail` that says what to do, and a `request_id` to quote in a report. [All problems](/docs/problems)." />
    </section>
  );
}
