import type { Plugin } from 'vite';
import { renderDocs } from '../docs/render.tsx';

/** Writes the page of `/docs` beside the other one. It has neither script nor style of its own in it. */
export function contractDocs(repository: string): Plugin {
  return {
    name: 'viva-contract-docs',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'docs.html', source: renderDocs(repository) });
    },
  };
}
