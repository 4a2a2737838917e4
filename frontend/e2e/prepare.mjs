import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cache, freePort, jar, SHORT_LIVED, viva } from './service.mjs';
import { until } from './until.mjs';

// Runs a service until it is ready; when it ends, its JVM writes the cache with which the tests' services start.
if (existsSync(jar) && !process.env.VIVA_URL) {
  const data = mkdtempSync(join(tmpdir(), 'viva-e2e-'));
  try {
    await prepare(data);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function prepare(data) {
  const java = execFileSync(viva, ['--java'], { encoding: 'utf8' }).trim();
  const port = await freePort();
  const flags = [
    '--enable-native-access=ALL-UNNAMED',
    '--sun-misc-unsafe-memory-access=allow',
    ...SHORT_LIVED,
  ];
  const env = {
    ...process.env,
    VIVA_PORT: port,
    VIVA_ADMIN_PORT: '0',
    VIVA_DATA_DIR: data,
    VIVA_REALTIME_TYPE: 'simulator',
    OPENAI_API_KEY: '',
    JDK_JAVA_OPTIONS: '',
  };
  const args = [...flags, `-XX:AOTCacheOutput=${cache}.new`, '-jar', jar, 'server'];
  const child = spawn(java, args, { cwd: data, env, stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    await until('the service is ready', 180_000, async () => {
      const reply = await fetch(`http://localhost:${port}/health/ready`).catch(() => undefined);
      return reply?.ok;
    });
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
  renameSync(`${cache}.new`, cache);
}
