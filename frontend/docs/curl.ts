import { examplesOf, type Operation, type Parameter } from './contract.ts';
import { credential } from './security.ts';

/** What the shell variables of the guide stand for. */
const IN_SHELL: Record<string, string> = { session_id: '$SESSION' };

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function exampleOf({ name, example }: Parameter): string {
  if (example === undefined) throw new Error(`The contract has no example of the parameter ${name}.`);
  return String(example);
}

/** A request by curl: the operation's own path, the query that it requires, and the body of its first example. */
export function curl(operation: Operation, { accept }: { accept?: string } = {}): string {
  const { method, path, parameters, requestBody } = operation;
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) =>
      IN_SHELL[name] ?? exampleOf(parameters.find((p) => p.in === 'path' && p.name === name)!),
  );
  const query = parameters
    .filter((p) => p.in === 'query' && p.required)
    .map((p) => `${p.name}=${encodeURIComponent(exampleOf(p))}`)
    .join('&');
  const stream = Object.values(operation.responses).some((reply) => reply.content?.['text/event-stream']);
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const key = credential(operation);
  const binary = media?.schema.format === 'binary';
  const body = media && examplesOf(media)[0]?.value;
  const implied = media ? 'POST' : 'GET';
  return [
    `curl ${stream ? '-sN' : '-s'} ${method === implied ? '' : `-X ${method} `}"$VIVA${filled}${query && `?${query}`}"`,
    key && `-H "Authorization: Bearer $${key}"`,
    parameters.some((p) => p.name === 'X-Rtc-Token') && '-H "X-Rtc-Token: $TOKEN"',
    accept && `-H 'Accept: ${accept}'`,
    type && `-H 'Content-Type: ${type}'`,
    media && (binary ? '--data-binary @offer.sdp' : `-d ${quoted(JSON.stringify(body))}`),
  ]
    .filter(Boolean)
    .join(' \\\n     ');
}
