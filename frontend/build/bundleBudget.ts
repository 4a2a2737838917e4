import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Fails the build when what a first visit loads grows over the budget, so that it cannot grow unnoticed. */
export function bundleBudget(limitKb: number): Plugin {
  return {
    name: 'viva-bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        let bytes = 0;
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css)$/.test(file.fileName)) continue;
          bytes += gzipSync(file.type === 'chunk' ? file.code : file.source).length;
        }
        const kb = bytes / 1000;
        if (kb > limitKb)
          this.error(`The page weighs ${kb.toFixed(1)} kB gzipped; the budget is ${limitKb} kB.`);
        this.info(`The page weighs ${kb.toFixed(1)} kB gzipped of ${limitKb} kB.`);
      },
    },
  };
}
