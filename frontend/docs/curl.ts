import { examplesOf, type Operation } from './contract.ts';

/** What the shell variables of the guide stand for. */
const IN_SHELL: Record<string, string> = { session_id: '$SESSION' };

/** The keys of which an operation requires one. */
const needed = (security: Operation['security']) =>
  security.some((one) => Object.keys(one).length === 0) ? [] : security.flatMap((one) => Object.keys(one));

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A request by curl: the operation's own path, and the body of its first example. */
export function curl(operation: Operation, { accept }: { accept?: string } = {}): string {
  const { method, path, parameters, requestBody, security } = operation;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((p) => p.name === name)?.example;
    return IN_SHELL[name] ?? String(example);
  });
  const stream = Object.values(operation.responses).some((reply) => reply.content?.['text/event-stream']);
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const key = needed(security).includes('grant') ? 'GRANT' : 'VIVA_FACULTY_KEY';
  const binary = media?.schema.format === 'binary';
  const body = media && examplesOf(media)[0]?.value;
  const implied = media ? 'POST' : 'GET';
  return [
    `curl ${stream ? '-sN' : '-s'} ${method === implied ? '' : `-X ${method} `}"$VIVA${filled}"`,
    needed(security).length > 0 && `-H "Authorization: Bearer $${key}"`,
    parameters.some((p) => p.name === 'X-Rtc-Token') && '-H "X-Rtc-Token: $TOKEN"',
    accept && `-H 'Accept: ${accept}'`,
    type && `-H 'Content-Type: ${type}'`,
    media && (binary ? '--data-binary @offer.sdp' : `-d ${quoted(JSON.stringify(body))}`),
  ]
    .filter(Boolean)
    .join(' \\\n     ');
}
