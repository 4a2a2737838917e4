import { nameOf, type Schema } from './contract.ts';
import { Body, Phrase } from './Text.tsx';

/** What a value is, in few words; components are linked. */
export function Type({ of }: { of: Schema }) {
  const name = nameOf(of);
  if (name) return <a href={`#schema-${name}`}>{name}</a>;
  if (of.items) {
    return (
      <>
        list of <Type of={of.items} />
      </>
    );
  }
  return <>{[of.type, of.format].filter(Boolean).join(', ')}</>;
}

/** The bounds of a value, as the server checks them. */
export function bounds(of: Schema): string {
  const range = (from: number | undefined, to: number | undefined, what: string) => {
    if (to === undefined) return undefined;
    return from === undefined ? `at most ${to}${what}` : `${from} to ${to}${what}`;
  };
  return [
    range(of.minLength, of.maxLength, ' characters'),
    range(of.minimum, of.maximum, ''),
    range(of.minItems, of.maxItems, ' elements'),
    of.pattern && `matches \`${of.pattern}\``,
    of.const && `always \`${of.const}\``,
    of.default !== undefined && `\`${String(of.default)}\` when absent`,
  ]
    .filter(Boolean)
    .join('; ');
}

export function Members({ of }: { of: Schema }) {
  return (
    <dl className="members">
      {Object.entries(of.properties ?? {}).map(([name, member]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>{' '}
            <span className="fact">
              <Type of={member} />
              {of.required?.includes(name) ? ', required' : ''}
            </span>
          </dt>
          <dd>
            {member.description && <Phrase of={`${member.description}. `} />}
            {bounds(member) && (
              <span className="quiet">
                <Phrase of={bounds(member)} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Component({ name, schema }: { name: string; schema: Schema }) {
  return (
    <section id={`schema-${name}`} className="component">
      <h3>
        <a href={`#schema-${name}`}>{name}</a>
      </h3>
      {schema.description && (
        <p>
          <Phrase of={schema.description} />
        </p>
      )}
      {schema.enum && (
        <p>
          One of{' '}
          {schema.enum.map((value, i) => (
            <span key={value}>
              {i > 0 && ', '}
              <code>{value}</code>
            </span>
          ))}
        </p>
      )}
      {!schema.properties && !schema.enum && (
        <p className="quiet">
          <Phrase of={[schema.type, bounds(schema)].join('; ')} />
        </p>
      )}
      <Members of={schema} />
      {schema.example !== undefined && <Body of={schema.example} />}
      <p>
        <a href={`/schemas/${name}.json`} aria-label={`JSON Schema of ${name}`}>
          JSON Schema
        </a>
      </p>
    </section>
  );
}
