import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { bundleBudget } from './build/bundleBudget.ts';
import { contractDocs } from './build/contractDocs.ts';
import { earlyTheme } from './build/earlyTheme.ts';
import { facultyPage } from './build/facultyPage.ts';
import { leanClient } from './build/leanClient.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const service = process.env.VIVA_URL ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [
    react(),
    leanClient(),
    earlyTheme(),
    facultyPage(),
    bundleBudget({ index: 120, faculty: 120 }),
    contractDocs(at('..')),
  ],
  // React's API by Preact: the same page weighs 60 kB less. The documents are rendered by React itself, when the page
  // is built and in their test.
  resolve: {
    alias: process.env.VITEST
      ? {}
      : { 'react-dom/client': 'preact/compat/client', react: 'preact/compat', 'react-dom': 'preact/compat' },
  },
  build: {
    outDir: at('../target/classes/page'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows no data: fonts or scripts; a file of its own is also cached by its own name.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: at('index.html'), faculty: at('faculty.html') } },
  },
  server: {
    fs: { allow: [at('..')] },
    proxy: { '/api': service, '/docs': service, '/health': service, '/simulator': service },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'docs/**/*.test.ts'],
    // A busy machine may be slow. Only a test that fails waits for it to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
