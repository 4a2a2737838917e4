import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

const own = json(at('../package.json'));
export const tarball = at(`../../target/viva-client-${own.version}.tgz`);

/** Everything that a careful project switches on, and nothing that would spare this package a look. */
const STRICT = {
  target: 'ES2022',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  types: [],
};

/** How a project finds its modules: Node's own way, and a bundler's. */
export const RESOLUTIONS = {
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
};

/** An empty project in a folder of its own, with the package from its tarball and a compiler. */
export class CleanProject {
  folder = mkdtempSync(join(tmpdir(), 'viva-clean-'));

  async install() {
    this.write('package.json', JSON.stringify({ name: 'clean', private: true, type: 'module' }));
    const { version } = json(at('../node_modules/typescript/package.json'));
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
    const { code, said } = await this.run('npm', ['install', ...quiet, tarball, `typescript@${version}`]);
    if (code !== 0) throw new Error(`npm install failed:\n${said}`);
  }

  write(name, text) {
    mkdirSync(join(this.folder, name, '..'), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  /** Compiles everything in `src` into `out`; says what the compiler found. */
  compile(resolution) {
    const compilerOptions = { ...STRICT, ...RESOLUTIONS[resolution], rootDir: 'src', outDir: 'out' };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
    return this.run('npx', ['--no-install', 'tsc', '-p', '.']);
  }

  /** Runs a program to its end; its exit code and all that it wrote. */
  run(program, args) {
    const child = spawn(program, args, { cwd: this.folder, timeout: 600_000 });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, said }));
    });
  }

  packages() {
    const { packages } = json(join(this.folder, 'package-lock.json'));
    return Object.entries(packages).flatMap(([path, { peer, optional }]) =>
      path === '' || peer || optional ? [] : [path.replace('node_modules/', '')],
    );
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
