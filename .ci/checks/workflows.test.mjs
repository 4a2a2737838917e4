import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { commands, faults, uncommented } from './workflows.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder);
const read = (file) => readFileSync(join(folder, file), 'utf8');

for (const file of workflows) {
  test(`${file} is sound, and its commands exist`, async () => {
    assert.deepEqual(await faults(read(file), root), []);
    assert.deepEqual(uncommented(read(file)), []);
  });
}

const SOUND = `
on: push
permissions: {contents: read}
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - name: Test
        run: ./mvnw -B test -Dtest=DocumentsTest
`;

for (const [fault, text, expected] of [
  ['no permissions', SOUND.replace(/permissions.*\n/, ''), /no permissions/],
  ['no time limit', SOUND.replace(/ *timeout.*\n/, ''), /no timeout-minutes/],
  ['an action that is not pinned', SOUND.replace(/- name: Test\n.*/, '- uses: actions/checkout@v6'), /not pinned/],
  ['a step without a name', SOUND.replace('- name: Test\n        run', '- run'), /has no name/],
  ['a test that does not exist', SOUND.replace('DocumentsTest', 'NoSuchTest'), /no test NoSuchTest/],
  ['a script that does not exist', SOUND.replace(/\.\/mvnw.*/, 'api/no-such'), /no file api\/no-such/],
  ['an npm script that does not exist', SOUND.replace(/\.\/mvnw.*/, 'npm --prefix client run no-such'), /no script no-such/],
  ['a program that nobody has', SOUND.replace(/\.\/mvnw.*/, 'frobnicate'), /no program frobnicate/],
  ['a script that does not parse', SOUND.replace(/\.\/mvnw.*/, "'if true; then'"), /not a shell script/],
  ['a job that does not exist', SOUND.replace('name: One', 'name: One\n    needs: two'), /two/],
]) {
  test(`finds ${fault}`, async () => assert.match((await faults(text, root)).join('\n'), expected));
}

test('a sound workflow has no faults', async () => assert.deepEqual(await faults(SOUND, root), []));

test('what ci.yml runs, a developer runs: .ci/run or a goal of verify has each command', () => {
  const own = readFileSync(join(root, '.ci/run'), 'utf8');
  const ofVerify = [
    /^\.\/mvnw -B (spotless:check|package -DskipTests|generate-resources|test-compile)$/,
    /^npm --prefix (client|frontend) (ci|test|run (format:check|lint|check|build))$/,
    /^deploy\/check --packages$/,
  ];
  const onlyThere = [/^(sudo|docker) /, /^deploy\/try-image viva$/];
  const missing = Object.values(parse(read('ci.yml')).jobs)
    .flatMap((job) => job.steps)
    .flatMap((step) => commands(step.run ?? ''))
    .filter((command) => !own.includes(command))
    .filter((command) => ![...ofVerify, ...onlyThere].some((known) => known.test(command)));
  assert.deepEqual(missing, []);
});

test('Dependabot looks at every folder with dependencies', () => {
  const updates = parse(readFileSync(join(root, '.github/dependabot.yml'), 'utf8')).updates;
  const watched = (ecosystem) => updates
    .filter((update) => update['package-ecosystem'] === ecosystem)
    .flatMap((update) => update.directories ?? [update.directory])
    .sort();
  const holding = (pattern) => execFileSync('git', ['ls-files', pattern, `**/${pattern}`], { cwd: root, encoding: 'utf8' })
    .trim().split('\n').map((file) => `/${file.split('/').slice(0, -1).join('/')}`);
  const all = (...patterns) => [...new Set(patterns.flatMap(holding))].sort();
  assert.deepEqual(watched('maven'), all('pom.xml'));
  assert.deepEqual(watched('npm'), all('package-lock.json'));
  assert.deepEqual(watched('docker-compose'), all('compose.yaml'));
  assert.deepEqual(watched('docker'), all('Dockerfile'));
  assert.deepEqual(watched('github-actions'), ['/']);
});
