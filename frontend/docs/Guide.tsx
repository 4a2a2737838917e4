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
    operation: 'say',
    words:
      'Type to the patient. The patient’s answer comes on the stream. A typed encounter needs no more than this: repeat it with a new `item_id` for each line, and skip the next three steps, which are for a voice call.',
  },
  {
    operation: 'mintVoiceToken',
    words: `Get a token for a voice call. It is good for one call and expires after a minute.`,
    after: `TOKEN=rtk_…      # rtc_token of the reply`,
  },
  {
    operation: 'exchangeSdp',
    words:
      'Connect the call: send a WebRTC offer and get the answer, both byte for byte. A browser makes the offer; the client’s README has the full example. The voice call takes the place of a typed one.',
  },
  {
    operation: 'relayTranscript',
    words: `Relay what was said in the voice call, line by line. This only stores the line: nobody answers it. 201: it is stored. Sending the same line again returns 200 and changes nothing, so repeat it until you get an answer.`,
  },
  { operation: 'advancePhase', words: 'Move from the history to the examination.' },
  {
    operation: 'examine',
    words: 'Perform a test. The reply has what the case records for it, and what the patient says.',
  },
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
      <Words of="Requests further down also use `$VIVA_FACULTY_KEY`, the deployment’s faculty key, and `$LOGIN_TOKEN`, an access token of the institution’s identity provider." />
      <h3>With the client</h3>
      <Words of="`@viva/client` is generated from this contract: typed calls, an event stream that survives lost connections, and an outbox that keeps lines in the browser until the server has stored them. The same encounter in ten lines:" />
      <Code of={tenLines} />
      <h3>Errors</h3>
      <Words of="Every refusal has a `code` for programs, a `detail` that says what to do, and a `request_id` to quote in a report. [All problems](/docs/problems)." />
    </section>
  );
}
