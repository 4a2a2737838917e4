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
      'Follow it in a second terminal. Each event comes once and in order; when the line is cut, `Last-Event-ID` resumes it.',
  },
  {
    operation: 'mintVoiceToken',
    words: `Get a token for the voice call: good for one call, within a minute. Without a voice, leave this step and the next one out.`,
    after: `TOKEN=rtk_…      # rtc_token of the reply`,
  },
  {
    operation: 'exchangeSdp',
    words:
      'Connect the call: a WebRTC offer goes up, the answer comes back, both byte for byte. A browser makes the offer; the client’s README shows it whole.',
  },
  {
    operation: 'relayTranscript',
    words: `Relay what was said, line by line. 201: it is stored. The same line again is 200 and changes nothing, so send it until it is answered.`,
  },
  { operation: 'advancePhase', words: 'Go on from the history to the examination.' },
  {
    operation: 'endSession',
    words: `End it. The summary counts the lines and has their digest; late lines are taken for another moment, then \`closed\` is the last event.`,
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
      <Words of="`@viva/client` is made from this contract: every operation with its types, the event stream across lost connections, and an outbox that keeps lines in the browser until they are stored. Ten lines hold the same encounter:" />
      <Code of={tenLines} />
      <h3>When it is refused</h3>
      <Words of="Every refusal says in `code` what it is, in `detail` what to do, and in `request_id` what to quote. [All problems](/docs/problems)." />
    </section>
  );
}
