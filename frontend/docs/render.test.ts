import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examplesOf, readContract, type Media, type Operation } from './contract.ts';
import { curl } from './curl.ts';
import { renderDocs } from './render.tsx';
import { credential, needs } from './security.ts';

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

describe('what an operation needs', () => {
  it.each(contract.operations)('is said of $operationId in whole words', (operation) => {
    const { security } = operation;
    const words = needs(operation);
    expect(page).toContain(`<dd>${words}</dd>`);
    expect(words).toMatch(/^[a-z].*\S$/);
    expect(words).not.toMatch(/undefined|\bor$|\bor or\b|, ,|with or|: or/);
    const open = security.length === 0 || security.some((one) => Object.keys(one).length === 0);
    expect(words.startsWith('nothing')).toBe(open);
  });

  it.each([
    ['relayTranscript', 'the session’s grant or a student’s login'],
    ['getTranscript', 'the session’s grant, the faculty key or a login'],
    ['eraseSession', 'the faculty key or a login of faculty'],
    ['listMySessions', 'a student’s login'],
    ['listVoices', 'nothing'],
    ['getScenario', 'nothing; says more with the faculty key or a login of faculty'],
    [
      'createSession',
      'nothing, or what the deployment asks for: the code of a class, a login or the faculty key',
    ],
  ])('%s: %s', (id, words) => expect(needs(named(id))).toBe(words));

  it('is never left out for a scheme without words', () => {
    const unknown = { ...named('endSession'), security: [{ passport: [] }] };
    expect(() => needs(unknown)).toThrow('passport');
    expect(() => credential(unknown)).toThrow('passport');
  });
});

/** What each caller is answered on their own session, by operation: the table that the server's tests check. */
function answers(): Map<string, Record<string, string>> {
  const table = readFileSync(`${repository}/src/test/resources/authorization.tsv`, 'utf8');
  const [head = [], ...rows] = table
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  return new Map(
    rows.map((cells) => [
      cells[0]!,
      Object.fromEntries(cells.map((cell, column) => [head[column]!, cell.split(' ')[0]!])),
    ]),
  );
}

describe('a request by curl', () => {
  it('has the method, the grant and the first example of its body', () => {
    expect(curl(named('relayTranscript'))).toContain('curl -s "$VIVA/api/v1/sessions/$SESSION/transcript"');
    expect(curl(named('relayTranscript'))).toContain('-H "Authorization: Bearer $GRANT"');
    expect(curl(named('relayTranscript'))).toContain(`"is_final":true`);
    expect(curl(named('endSession'))).toContain('-X POST');
  });

  it.each(contract.operations)('shows a credential that opens $operationId', (operation) => {
    const callers: Record<string, string> = {
      GRANT: 'student',
      VIVA_FACULTY_KEY: 'faculty',
      LOGIN_TOKEN: 'oidc_student',
    };
    const shown = /Bearer \$(\w+)/.exec(curl(operation))?.[1];
    const caller = shown === undefined ? 'nobody' : callers[shown]!;
    expect(['401', '403', undefined]).not.toContain(answers().get(operation.operationId)?.[caller]);
  });

  it.each(contract.operations)('fills every parameter that $operationId requires', (operation) => {
    const request = curl(operation);
    const address = /"\$VIVA([^"]*)"/.exec(request)![1]!;
    expect(address).not.toMatch(/undefined|[{}]/);
    for (const { name } of operation.parameters.filter((p) => p.in === 'query' && p.required))
      expect(address).toMatch(new RegExp(`[?&]${name}=[^&]+`));
  });

  it('asks for what the contract requires in the query', () => {
    expect(curl(named('getItemMatrix'))).toContain(
      '"$VIVA/api/v1/groups/PT-2B/items?scenario_id=knee-after-football"',
    );
    const matrix = named('getItemMatrix');
    const bare = { ...matrix, parameters: matrix.parameters.map((p) => ({ ...p, example: undefined })) };
    expect(() => curl(bare)).toThrow('no example of the parameter');
  });

  it('needs the faculty key where only faculty may', () => {
    expect(curl(named('eraseSession'))).toMatch(/-X DELETE[^]*\$VIVA_FACULTY_KEY/);
  });

  it('asks the shell for what is not in the contract, and for nothing else', () => {
    const asked = contract.operations.flatMap((o) => curl(o).match(/\$\w+/g) ?? []);
    expect([...new Set(asked)].sort()).toEqual([
      '$GRANT',
      '$LOGIN_TOKEN',
      '$SESSION',
      '$TOKEN',
      '$VIVA',
      '$VIVA_FACULTY_KEY',
    ]);
  });
});

describe('the guide', () => {
  const guide = page.slice(page.indexOf('<section id="guide">'), page.indexOf('<section id="tag-'));

  it('explains every variable that the requests ask the shell for', () => {
    const asked = new Set(contract.operations.flatMap((o) => curl(o).match(/\$\w+/g) ?? []));
    for (const variable of asked) {
      const explained = guide.includes(`<code>${variable}</code>`) || guide.includes(`${variable.slice(1)}=`);
      expect(explained, variable).toBe(true);
    }
  });

  it('lets a typed encounter be answered, and says that a relayed line is only stored', () => {
    const steps = [...guide.matchAll(/<a href="#(\w+)">\1<\/a>/g)].map((found) => found[1]!);
    expect(steps).toEqual([
      'createSession',
      'streamEvents',
      'say',
      'mintVoiceToken',
      'exchangeSdp',
      'relayTranscript',
      'advancePhase',
      'examine',
      'endSession',
      'getTranscript',
    ]);
    expect(guide).toContain('only stores');
  });
});
