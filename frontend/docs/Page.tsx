import type { Contract } from './contract.ts';
import { Guide } from './Guide.tsx';
import { OperationSection } from './Operation.tsx';
import { Component } from './Schema.tsx';
import { Words } from './Text.tsx';

export interface PageProps {
  readonly contract: Contract;
  /** The sample of the client's README. */
  readonly tenLines: string;
}

/** The contract to read. It needs no script and works under the strictest policy; one adds a search. */
export function Page({ contract, tenLines }: PageProps) {
  const { info } = contract;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>The contract · Viva</title>
        <link rel="icon" href="/docs/assets/icon.svg" />
        <link rel="stylesheet" href="/docs/assets/docs.css" />
        <script type="module" src="/docs/assets/search.js" />
      </head>
      <body>
        <header className="bar">
          <a href="/">The page</a> <a href="/docs">The contract</a> <a href="/docs/problems">Problems</a>{' '}
          <a href="/openapi.yaml">YAML</a>
          <a href="/openapi.json">JSON</a>
        </header>
        <div className="sides">
          <Contents contract={contract} />
          <main>
            <h1>{info.title}: the contract</h1>
            <p className="quiet">
              Version {info.version}. {info.summary}.
            </p>
            <Words of={info.description} />
            <Guide contract={contract} tenLines={tenLines} />
            {contract.tags.map(({ name, description }) => (
              <section key={name} id={`tag-${name}`}>
                <h2>{name}</h2>
                <p>{description}.</p>
                {of(contract, name).map((operation) => (
                  <OperationSection key={operation.operationId} operation={operation} />
                ))}
              </section>
            ))}
            <section id="schemas">
              <h2>Schemas</h2>
              {Object.entries(contract.schemas).map(([name, schema]) => (
                <Component key={name} name={name} schema={schema} />
              ))}
            </section>
          </main>
        </div>
      </body>
    </html>
  );
}

function of(contract: Contract, tag: string) {
  return contract.operations.filter((operation) => operation.tags.includes(tag));
}

function Contents({ contract }: { contract: Contract }) {
  return (
    <nav aria-label="Contents">
      <ul>
        <li>
          <a href="#guide">Hold an encounter</a>
        </li>
        {contract.tags.map(({ name }) => (
          <li key={name}>
            <a href={`#tag-${name}`}>{name}</a>
            <ul>
              {of(contract, name).map(({ operationId, summary }) => (
                <li key={operationId}>
                  <a href={`#${operationId}`}>{summary}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#schemas">Schemas</a>
        </li>
      </ul>
    </nav>
  );
}
