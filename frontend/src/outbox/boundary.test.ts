import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
const allowed = /^(@viva\/client|idb|\.\/[\w/]+|\.\.\/(clock|failure|locks|relay))$/;
const forTests = /^(vitest|fake-indexeddb(\/auto)?|node:\w+)$/;

it.each(files)('%s needs nothing but the generated client and idb', (file) => {
  const imports = [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import) '([^']+)'/g)];
  const test = /\.test\.ts$|^testing/.test(file);
  const foreign = imports.map((m) => m[1]!).filter((i) => !allowed.test(i) && !(test && forTests.test(i)));
  expect(foreign).toEqual([]);
});
