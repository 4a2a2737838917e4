import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Tests see the generated part where the compiler has put it for the package.
const api = fileURLToPath(new URL('dist/api/index.js', import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^\.{1,2}\/api\/index\.js$/, replacement: api }] },
  // A busy machine may be slow. Only a test that fails waits for it to pass.
  test: { environment: 'node', include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
