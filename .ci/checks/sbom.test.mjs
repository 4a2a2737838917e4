import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { leftOut, refused, without } from './sbom.mjs';

const part = (group, name, ...licences) => ({
  group,
  name,
  'bom-ref': `${group}:${name}`,
  licenses: licences.map((id) => ({ license: { id } })),
});
const bill = {
  metadata: { component: { 'bom-ref': 'dev.viva:viva' } },
  components: [part('a', 'one', 'MIT'), part('b', 'two', 'GPL-3.0-only'), part('b', 'both', 'GPL-2.0-only', 'MIT'), part('c', 'none')],
  dependencies: [{ ref: 'dev.viva:viva', dependsOn: ['a:one', 'b:two'] }, { ref: 'b:two', dependsOn: [] }],
};
const rules = { allowed: ['MIT'], known: { 'c:none': 'public domain' } };

test('refuses a part without an allowed licence', () => {
  assert.deepEqual(refused(bill, rules), ['b:two: GPL-3.0-only']);
  assert.deepEqual(refused(bill, { ...rules, known: {} }), ['b:two: GPL-3.0-only', 'c:none: no licence']);
});

test('leaves out what the jar leaves out', () => {
  const server = without(bill, ['b:two', 'c:*']);
  assert.deepEqual(server.components.map((one) => one.name), ['one', 'both']);
  assert.deepEqual(server.dependencies, [{ ref: 'dev.viva:viva', dependsOn: ['a:one'] }]);
});

test('reads from the pom what viva-server.jar leaves out', () => {
  const names = leftOut(readFileSync(join(import.meta.dirname, '../../pom.xml'), 'utf8'));
  assert.ok(names.includes('dev.onvoid.webrtc:*') && names.includes('net.sf.sociaal:freetts'), names.join());
});
