import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examplesOf, readContract, type Media, type Operation } from './contract.ts';
import { curl } from './curl.ts';
import { renderDocs } from './render.tsx';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const contract = readContract(`${repository}/api/openapi.yaml`);
const page = renderDocs(repository);
const named = (id: string) => contract.operations.find((o) => o.operationId === id)!;

const bodies = (operation: Operation): [string, Media][] => [
  ...Object.entries(operation.requestBody?.content ?? {}),
  ...Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, reply]) => Object.entries(reply.content ?? {})),
];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;');

describe('the page of the contract', () => {
  it('has every operation and every schema', () => {
    expect(contract.operations.length).toBeGreaterThan(20);
    for (const { operationId } of contract.operations) expect(page).toContain(`id="${operationId}"`);
    for (const name of Object.keys(contract.schemas)) expect(page).toContain(`id="schema-${name}"`);
  });

  it.each(contract.operations)('shows an example of every body of $operationId', (operation) => {
    for (const [type, media] of bodies(operation)) {
      const examples = examplesOf(media);
      if (/json|event-stream|sdp/.test(type)) expect(examples, `${type} has no example`).not.toEqual([]);
      for (const { value } of examples) {
        expect(page).toContain(escaped(typeof value === 'string' ? value : JSON.stringify(value, null, 2)));
      }
    }
  });

  it('leads nowhere that is not there, and loads nothing from elsewhere', () => {
    const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map((found) => found[1]!);
    expect(links.filter((link) => !/^(#|\/(?!\/))/.test(link))).toEqual([]);
    for (const link of links.filter((l) => l.startsWith('#')))
      expect(page).toContain(`id="${link.slice(1)}"`);
  });

  it('needs neither script nor style within it', () => {
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    const scripts = [...page.matchAll(/<script[^]*?<\/script>/g)].map(([script]) => script);
    expect(scripts).toEqual(['<script type="module" src="/docs/assets/search.js"></script>']);
  });

  it('is not too long for the contract’s own word on it', () => {
    expect(page.length).toBeLessThan(1_000_000);
  });
});

describe('a request by curl', () => {
  it('has the method, the grant and the first example of its body', () => {
    expect(curl(named('relayTranscript'))).toContain('curl -s "$VIVA/api/v1/sessions/$SESSION/transcript"');
    expect(curl(named('relayTranscript'))).toContain('-H "Authorization: Bearer $GRANT"');
    expect(curl(named('relayTranscript'))).toContain(`"is_final":true`);
    expect(curl(named('endSession'))).toContain('-X POST');
  });

  it('needs the faculty key where only faculty may', () => {
    expect(curl(named('eraseSession'))).toMatch(/-X DELETE[^]*\$VIVA_FACULTY_KEY/);
  });

  it('asks the shell for what is not in the contract, and for nothing else', () => {
    const asked = contract.operations.flatMap((o) => curl(o).match(/\$\w+/g) ?? []);
    expect([...new Set(asked)].sort()).toEqual([
      '$GRANT',
      '$SESSION',
      '$TOKEN',
      '$VIVA',
      '$VIVA_FACULTY_KEY',
    ]);
  });
});
