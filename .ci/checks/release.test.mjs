import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (file) => readFileSync(join(root, file), 'utf8');
const VERSION = {
  service: /^ {2}<version>(.*)<\/version>$/m.exec(read('pom.xml'))[1],
  contract: parse(read('api/openapi.yaml')).info.version,
};

/** What the check says of a tag, in a copy of what it reads where `api/released` has been written and `files` are others. */
function checked(tag, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'viva-release-'));
  const write = (file, text) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const file of ['pom.xml', 'api/openapi.yaml', 'client/package.json']) write(file, read(file));
  write('api/released/openapi.yaml', read('api/openapi.yaml'));
  for (const [file, text] of Object.entries(files)) write(file, text);
  cpSync(join(root, '.ci/release-check'), join(folder, '.ci/release-check'));
  try {
    const { status, stdout, stderr } = spawnSync(join(folder, '.ci/release-check'), [tag], { encoding: 'utf8' });
    return `${status} ${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the client has the version of the contract', () =>
  assert.equal(JSON.parse(read('client/package.json')).version, VERSION.contract));

test('a tag of the service’s version is released', () =>
  assert.match(checked(`v${VERSION.service}`), new RegExp(`^0 .*service ${VERSION.service}, .*client ${VERSION.contract}\n`)));

for (const [fault, tag, files, expected] of [
  ['a tag of another version', 'v99.0.0', {}, /the tag is v99\.0\.0/],
  ['no tag', '', {}, /the tag is missing/],
  ['a client of another version', `v${VERSION.service}`, { 'client/package.json': '{\n  "version": "0.9.0",\n}' }, /client has version 0\.9\.0/],
  ['a contract that is not kept as the released one', `v${VERSION.service}`, { 'api/released/openapi.yaml': '' }, /another contract/],
]) {
  test(`refuses ${fault}`, () => {
    const said = checked(tag, files);
    assert.match(said, expected);
    assert.match(said, /^1 /);
  });
}
