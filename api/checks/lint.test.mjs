import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

const HERE = import.meta.dirname;

/** For each rule of our own, what breaks it: a text of the contract and what stands there instead. */
const BREAKS = {
  'operation-names': ['operationId: endSession', 'operationId: end-session'],
  'operation-has-one-tag': ['tags: [Cases]', 'tags: [Cases, Voice]'],
  'operation-has-words': [/^ {6}summary: .*$/m, '      x-summary: gone'],
  'paths-are-versioned': ['/api/v1/voices:', '/voices:'],
  'api-operations-are-limited': ['x-rate-limit: voice-token', 'x-rate-limit: none'],
  'api-operations-say-when-there-are-too-many': [/^ {8}'429': .*$/m, ''],
  'bodies-may-be-refused': [/^ {8}'415': .*$/m, ''],
  'sessions-are-guarded': [/(operationId: advancePhase$[^]*?)^ {8}'401': .*$/m, '$1'],
  'replies-have-a-request-id': ["X-Request-Id: {$ref", "X-Other-Id: {$ref"],
  'refusals-are-problems': ['application/problem+json:', 'application/json:'],
  'come-back-later-says-when': ["Retry-After: {$ref: '#/components/headers/RetryAfter'}", "Again: {$ref: '#/components/headers/RetryAfter'}"],
  'created-says-where': ['Location: {$ref', 'Where: {$ref'],
  'members-are-snake-case': ['        turn_count: {', '        turnCount: {'],
  'query-is-snake-case': ['{name: after_seq, in: query', '{name: afterSeq, in: query'],
  'schemas-are-flat': ["context: {$ref: '#/components/schemas/VoiceContext'}", "context: {oneOf: [{$ref: '#/components/schemas/VoiceContext'}]}"],
  'objects-are-closed': ['      additionalProperties: false\n', ''],
  'retirement-is-told': ['operationId: getVersion', 'operationId: getVersion\n      deprecated: true'],
};

it('finds what breaks each rule of our own', () => {
  const rules = readFileSync(join(HERE, 'lint-rules.yaml'), 'utf8');
  const own = [...rules.matchAll(/^ {2}([a-z0-9-]+):$/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(BREAKS).sort(), own.sort(), 'a rule without a break here may find nothing');

  let contract = readFileSync(join(HERE, '../openapi.yaml'), 'utf8');
  for (const [rule, [from, to]] of Object.entries(BREAKS)) {
    const broken = contract.replace(from, to);
    assert.notEqual(broken, contract, `${rule}: the contract has no such text any more`);
    contract = broken;
  }
  const found = findings(contract);
  assert.deepEqual(
    own.filter((rule) => !found.has(rule)),
    [],
  );
});

function findings(contract) {
  const folder = mkdtempSync(join(tmpdir(), 'viva-lint-'));
  try {
    const file = join(folder, 'openapi.yaml');
    writeFileSync(file, contract);
    const run = spawnSync(
      join(HERE, 'node_modules/.bin/spectral'),
      ['lint', '--ruleset', join(HERE, 'lint-rules.yaml'), '--format', 'json', '--quiet', file],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    assert.notEqual(run.status, 0, run.stderr);
    return new Set(JSON.parse(run.stdout).map((finding) => finding.code));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
