import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** Fails the build when what a visit to a page loads grows over its budget, so that it cannot grow unnoticed. */
export function bundleBudget(limitsKb: Record<string, number>): Plugin {
  return {
    name: 'viva-bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [page, limitKb] of Object.entries(limitsKb)) {
          const kb = loadedBy(bundle, page).reduce((sum, name) => sum + weight(bundle[name]), 0) / 1000;
          const words = `The page “${page}” weighs ${kb.toFixed(1)} kB gzipped`;
          if (kb === 0) this.error(`There is no page “${page}” to weigh.`);
          if (kb > limitKb) this.error(`${words}; the budget is ${limitKb} kB.`);
          this.info(`${words} of ${limitKb} kB.`);
        }
      },
    },
  };
}

/** The scripts and styles that a page cannot do without: not what it loads later, on demand. */
function loadedBy(bundle: Bundle, page: string): string[] {
  const entry = Object.values(bundle).find((f) => f.type === 'chunk' && f.isEntry && f.name === page);
  const loaded = new Set<string>();
  const open = entry ? [entry.fileName] : [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = bundle[name];
    if (loaded.has(name) || !file) continue;
    loaded.add(name);
    if (file.type === 'chunk') open.push(...file.imports, ...(file.viteMetadata?.importedCss ?? []));
  }
  return [...loaded];
}

function weight(file: Bundle[string] | undefined): number {
  if (!file) return 0;
  return gzipSync(file.type === 'chunk' ? file.code : file.source).length;
}
