import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startService } from '../../frontend/e2e/service.mjs';
import { CleanProject, RESOLUTIONS } from './cleanProject.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const readme = readFileSync(at('../README.md'), 'utf8');
const samples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((found) => found[1]);
const tenLines = samples[0];

/** The files below a folder with what is in them. */
function contents(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map((path) => [
        path.slice(folder.length),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );
}

describe('the package in a clean project', { timeout: 900_000 }, () => {
  const project = new CleanProject();
  const installed = join(project.folder, 'node_modules/@viva/client');
  let service;

  before(async () => {
    [service] = await Promise.all([startService({ VIVA_LATE_FINALS: '0s' }), project.install()]);
  });
  after(async () => {
    project.remove();
    await service?.stop();
  });

  it('brings two small libraries and nothing else', () => {
    assert.deepEqual(project.packages().sort(), ['@viva/client', 'eventsource-parser', 'idb', 'typescript']);
  });

  it('holds what runs, its types and its license, and neither sources nor tests', () => {
    const files = Object.keys(contents(installed));
    assert.deepEqual(
      files.filter((file) => !file.startsWith('/dist/')),
      ['/LICENSE', '/README.md', '/package.json'],
    );
    assert.deepEqual(
      files.filter((file) => file.startsWith('/dist/') && !/(\.js|\.d\.ts)$/.test(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) => /\.test\./.test(file)),
      [],
    );
  });

  for (const resolution of Object.keys(RESOLUTIONS)) {
    it(`compiles every sample of the README, strictly, by ${resolution}`, async () => {
      samples.forEach((sample, i) => project.write(`src/sample${i}.ts`, sample));
      project.write(
        'src/fakes.ts',
        `export { FakeClock } from '@viva/client/testing';\nexport { backoff } from '@viva/client/toolkit';\n`,
      );
      const { code, said } = await project.compile(resolution);
      assert.equal(code, 0, said);
    });
  }

  it('notices a sample that is wrong', async () => {
    project.write('src/wrong.ts', tenLines.replace("personaId: 'hana-suzuki'", 'personaId: 7'));
    const { code, said } = await project.compile('nodenext');
    assert.notEqual(code, 0);
    assert.match(said, /src\/wrong\.ts/);
    assert.equal(said.match(/error TS/g).length, 1);
  });

  it('holds an encounter in ten lines', async () => {
    assert.equal(tenLines.trim().split('\n').length, 10);
    project.write('src/hold.ts', tenLines.replace('http://localhost:8080', service.url));
    project.write('src/wrong.ts', '');
    const compiled = await project.compile('nodenext');
    assert.equal(compiled.code, 0, compiled.said);
    const { code, said } = await project.run('node', ['out/hold.js']);
    assert.equal(code, 0, said);
    assert.match(said, /^1 turn Hello$/m);
    assert.match(said, /turnCount: 1/);
    assert.match(said, /closed/);
  });

  it('is what the page of this service is built on', (test) => {
    const page = at('../../frontend/node_modules/@viva/client');
    if (!existsSync(page)) return test.skip('the page is not installed here');
    assert.deepEqual(contents(page), contents(installed));
  });
});
