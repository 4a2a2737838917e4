import { examplesOf, type Media, type Operation, type Reply } from './contract.ts';
import { curl } from './curl.ts';
import { bounds, Type } from './Schema.tsx';
import { needs } from './security.ts';
import { Body, Code, Phrase, Words } from './Text.tsx';

const PROBLEM = 'application/problem+json';

export function OperationSection({ operation }: { operation: Operation }) {
  const { operationId, method, path, summary, description, parameters, requestBody } = operation;
  const replies = Object.entries(operation.responses);
  const refusals = replies.filter(([, reply]) => reply.content?.[PROBLEM]);
  return (
    <section id={operationId} className="operation">
      <h3>
        <a href={`#${operationId}`}>{summary}</a>
      </h3>
      <p className="address">
        <span className="method">{method}</span> <code>{path}</code>
      </p>
      <Words of={description} />
      <Facts of={operation} />
      {parameters.length > 0 && <Parameters of={operation} />}
      {requestBody && (
        <>
          <h4>Body</h4>
          {requestBody.description && <p>{requestBody.description}</p>}
          <Contents of={requestBody.content} />
        </>
      )}
      <h4>By curl</h4>
      <Code of={curl(operation)} />
      <h4>Replies</h4>
      {replies
        .filter((reply) => !refusals.includes(reply))
        .map(([status, reply]) => (
          <ReplyPart key={status} status={status} reply={reply} />
        ))}
      <Refusals of={refusals} />
    </section>
  );
}

function Facts({ of }: { of: Operation }) {
  const { operationId, 'x-rate-limit': limit } = of;
  return (
    <dl className="facts">
      <dt>Name</dt>
      <dd>
        <code>{operationId}</code>
      </dd>
      <dt>Needs</dt>
      <dd>{needs(of)}</dd>
      {limit && (
        <>
          <dt>Limit</dt>
          <dd>
            <code>{limit}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

function Parameters({ of }: { of: Operation }) {
  return (
    <>
      <h4>Parameters</h4>
      <dl className="members">
        {of.parameters.map((parameter) => (
          <div key={parameter.name}>
            <dt>
              <code>{parameter.name}</code>{' '}
              <span className="fact">
                {parameter.in}, <Type of={parameter.schema} />
                {parameter.required ? ', required' : ''}
              </span>
            </dt>
            <dd>
              <Phrase of={`${parameter.description}. `} />
              <span className="quiet">
                <Phrase of={bounds(parameter.schema)} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function ReplyPart({ status, reply }: { status: string; reply: Reply }) {
  const headers = Object.entries(reply.headers ?? {});
  return (
    <div className="reply">
      <p>
        <strong className="status">{status}</strong> <Phrase of={reply.description} />
      </p>
      <Contents of={reply.content ?? {}} />
      {headers.length > 0 && (
        <details>
          <summary>Headers of {status}</summary>
          <dl className="members">
            {headers.map(([name, { description }]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{description && <Phrase of={description} />}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function Contents({ of }: { of: Record<string, Media> }) {
  return Object.entries(of).map(([type, media]) => (
    <div key={type}>
      <p className="quiet">
        <code>{type}</code>: <Type of={media.schema} />
        {media.schema.description && (
          <>
            {'. '}
            <Phrase of={media.schema.description} />
          </>
        )}
      </p>
      {examplesOf(media).map(({ words, value }) => (
        <figure key={words}>
          {words && (
            <figcaption>
              <Phrase of={words} />
            </figcaption>
          )}
          <Body of={value} />
        </figure>
      ))}
    </div>
  ));
}

/** The refusals by status; what each code means is on the page that the problem's type leads to. */
function Refusals({ of }: { of: [string, Reply][] }) {
  if (of.length === 0) return null;
  return (
    <details>
      <summary>Refusals: {of.map(([status]) => status).join(', ')}</summary>
      <dl className="members">
        {of.map(([status, reply]) => (
          <div key={status}>
            <dt>
              <strong className="status">{status}</strong> <Phrase of={reply.description} />
            </dt>
            <dd>
              {Object.keys(reply.content?.[PROBLEM]?.examples ?? {}).map((code) => (
                <a key={code} href={`/docs/problems/${code}`}>
                  <code>{code}</code>
                </a>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
