import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const script = readFileSync(join(import.meta.dirname, '../run'), 'utf8');
const own = script.slice(0, script.indexOf('\nstep tools'));
/** The process of `timeout` that a run began. */
function timeoutOf(run) {
  return readdirSync('/proc').find((pid) => {
    try {
      const [, name, parent] = /\((.*)\) \S+ (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      return name === 'timeout' && Number(parent) === run.pid;
    } catch {
      return false; // no process, or one that has ended
    }
  });
}

/** Waits until steps run, and then lets the time be over: at this signal `timeout` takes it for that. */
const hang = (...steps) => async (running, exists) => {
  while (!steps.every(exists)) await setTimeout(20);
  process.kill(Number(timeoutOf(running)), 'SIGALRM');
};

/** `front` runs with `beside` beside it. JVMs print their stacks at QUIT and go on; so does this one. */
const STEPS = `
java() { exec bash -c 'trap "echo stacks of $0" QUIT; touch "$0"; while :; do sleep 0.1; done' "$1"; }
jvm() { (java "$1"); }
started() { until [ -f "$1" ]; do sleep 0.05; done; }
check_beside() { step second $BESIDE; }
begin_steps check_beside
step first $FRONT
join_steps
echo '== all passed'
printf '%s\\n' "\${timings[@]}"
`;

/** What a run with these steps ends with and prints, and what of it is left. */
async function run(front, beside, begun = async () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'viva-run-'));
  for (const name of ['.ci', 'deploy', 'tmp']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'deploy/check'), '#!/bin/sh\n');
  writeFileSync(join(folder, '.ci/run'), own.replace(/^bound=.*/m, `bound=10m grace=10s`) + STEPS);
  for (const file of ['deploy/check', '.ci/run']) chmodSync(join(folder, file), 0o755);
  const env = { ...process.env, FRONT: front, BESIDE: beside, TMPDIR: join(folder, 'tmp') };
  // One pipe for both, so that their order is kept.
  const command = ['-c', 'exec "$0" 2>&1', join(folder, '.ci/run')];
  const running = spawn('bash', command, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  running.stdout.on('data', (text) => (said += text));
  // The output is closed when the last process that has it ends.
  const closed = new Promise((resolve) => running.on('close', resolve));
  await begun(running, (file) => existsSync(join(folder, file)));
  const code = await closed;
  const left = readdirSync(join(folder, 'tmp'));
  rmSync(folder, { recursive: true });
  return { code, said, left };
}

describe('a run', { concurrency: true }, () => {
  test('whose steps pass shows what both took', async () => {
    const { code, said, left } = await run('echo in front', 'echo beside it');
    assert.equal(code, 0, said);
    assert.match(said, /in front[^]*beside it[^]*== all passed\nfirst +\d+ s\nsecond +\d+ s, beside\n$/);
    assert.doesNotMatch(said, /until now|^ci: /m);
    assert.deepEqual(left, []);
  });

  test('whose step fails ends what ran beside it, shows its log, and says last why', async () => {
    const { code, said, left } = await run('eval started beside; false', 'jvm beside');
    assert.equal(code, 1, said);
    assert.match(said, /until now\n\n== second: jvm beside\n[^]*ci: first failed after \d+ s\n$/);
    assert.doesNotMatch(said, /all passed|stacks/);
    assert.deepEqual(left, []);
  });

  test('whose step beside fails says last why', async () => {
    const { code, said } = await run('echo in front', 'false');
    assert.equal(code, 1, said);
    assert.match(said, /== second: false\n[^]*ci: second failed after \d+ s\n$/);
    assert.doesNotMatch(said, /until now|all passed/);
  });

  test('that hangs in front shows the stacks of both and is killed', async () => {
    const { code, said, left } = await run('jvm front', 'jvm beside', hang('front', 'beside'));
    assert.equal(code, 137, said);
    assert.match(said, /stacks of front\n[^]*until now[^]*stacks of beside\n[^]*ci: killed, or not ended within 10m\n$/);
    assert.deepEqual(left, []);
  });

  test('that hangs beside shows its stacks and is killed', async () => {
    const { code, said } = await run('true', 'jvm beside', hang('beside'));
    assert.equal(code, 137, said);
    assert.match(said, /until now[^]*stacks of beside\n[^]*ci: killed, or not ended within 10m\n$/);
  });

  test('that is ended from outside ends all of it', async () => {
    const begun = async (running, exists) => {
      while (!exists('front') || !exists('beside')) await setTimeout(20);
      running.kill('SIGTERM');
    };
    const { code, said, left } = await run('jvm front', 'jvm beside', begun);
    assert.equal(code, 143, said);
    assert.match(said, /until now\n\n== second: jvm beside\n/);
    assert.deepEqual(left, []);
  });
});
