import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SOURCE = 'src/ui/early-theme.js';

/**
 * Puts the theme's few lines into the head as a classic script of its own. A module runs only after the first paint,
 * which would flash the wrong theme, and the content security policy forbids an inline script.
 */
export function earlyTheme(): Plugin {
  let building = false;
  return {
    name: 'viva-early-theme',
    configResolved(config) {
      building = config.command === 'build';
    },
    buildStart() {
      if (!building) return;
      const source = readFileSync(SOURCE, 'utf8');
      this.emitFile({ type: 'asset', name: 'early-theme.js', source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const emitted = Object.values(bundle ?? {}).find(
          (f) => f.type === 'asset' && f.names.includes('early-theme.js'),
        );
        const src = building && emitted ? `/${emitted.fileName}` : `/${SOURCE}`;
        return [{ tag: 'script', attrs: { src }, injectTo: 'head' }];
      },
    },
  };
}
