import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { readContract } from './contract.ts';
import { Page } from './Page.tsx';

/** The page of `/docs`, from the contract and the client's README in the folder of the repository. */
export function renderDocs(repository: string): string {
  const contract = readContract(`${repository}/api/openapi.yaml`);
  const readme = readFileSync(`${repository}/client/README.md`, 'utf8');
  const tenLines = /^```ts\n(.*?)\n```$/ms.exec(readme)?.[1];
  if (!tenLines) throw new Error('client/README.md has no sample that the docs could show.');
  return `<!DOCTYPE html>\n${renderToStaticMarkup(<Page contract={contract} tenLines={tenLines} />)}\n`;
}
