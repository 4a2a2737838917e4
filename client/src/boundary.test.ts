import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DEPENDENCIES = new Set(['idb', 'eventsource-parser']);
const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
const shipped = files.filter((f) => !f.endsWith('.test.ts'));

it.each(shipped)('%s imports only this package and its dependencies', (file) => {
  const imports = [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import) '([^']+)'/g)];
  expect(
    imports.map((m) => m[1]!).filter((i) => !DEPENDENCIES.has(i) && !/^\.{1,2}\/[\w/]+\.js$/.test(i)),
  ).toEqual([]);
});

it.each(shipped.filter((f) => !f.startsWith('testing')))('%s does without what is for tests', (file) => {
  expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/from '[^']*testing\//);
});

it('has the version of the contract', () => {
  const at = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const contract = /^ {2}version: (\S+)$/m.exec(at('../../api/openapi.yaml'))![1];
  expect(JSON.parse(at('../package.json')).version).toBe(contract);
});
