import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const here = import.meta.dirname;

function scanned(text) {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const file = join(folder, 'file.txt');
    writeFileSync(file, text);
    return spawnSync(process.execPath, [join(here, 'node_modules/secretlint/bin/secretlint.js'), '--secretlintrc',
      join(here, '.secretlintrc.json'), '--no-color', file], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('finds a token, and does not print it', () => {
  // In parts, so that this file passes its own check.
  const token = ['xoxb', '123456789012', '1234567890123', 'abcdefghijklmnopqrstuvwx'].join('-');
  const { status, stdout } = scanned(`token: ${token}\n`);
  assert.equal(status, 1);
  assert.match(stdout, /SLACK_TOKEN/);
  assert.ok(!stdout.includes(token));
});

test('leaves ordinary text alone', () => assert.equal(scanned('token: none\n').status, 0));
