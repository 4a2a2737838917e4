import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** As much of OpenAPI 3.1 as the contract uses: flat schemas, references to components alone. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: string[];
  const?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  example?: unknown;
}

export interface Media {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description: string;
  schema: Schema;
  example?: unknown;
}

export interface Reply {
  description: string;
  headers?: Record<string, { description?: string }>;
  content?: Record<string, Media>;
}

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  tags: string[];
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  'x-rate-limit'?: string;
  parameters: Parameter[];
  requestBody?: { description?: string; content: Record<string, Media> };
  responses: Record<string, Reply>;
}

export interface Contract {
  info: { title: string; version: string; summary: string; description: string };
  tags: { name: string; description: string }[];
  operations: Operation[];
  schemas: Record<string, Schema>;
}

interface Node {
  [key: string]: Node;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function readContract(file: string | URL): Contract {
  const document = parse(readFileSync(file, 'utf8'));
  const resolved = <T>(node: T): T => {
    const ref = (node as { $ref?: string } | undefined)?.$ref;
    if (!ref) return node;
    return ref
      .slice(2)
      .split('/')
      .reduce((at: Node, key) => at[key]!, document as Node) as T;
  };
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method]!;
      const responses = Object.fromEntries(
        Object.entries(operation.responses).map(([status, reply]) => {
          const { headers, ...rest } = resolved(reply);
          const named = Object.entries(headers ?? {}).map(([name, header]) => [name, resolved(header)]);
          return [status, { ...rest, headers: Object.fromEntries(named) }];
        }),
      );
      const parameters = (operation.parameters ?? []).map(resolved);
      return { ...operation, method: method.toUpperCase(), path, parameters, responses };
    }),
  );
  return { info: document.info, tags: document.tags, operations, schemas: document.components.schemas };
}

/** The component that a reference names. */
export function nameOf(schema: Schema): string | undefined {
  return schema.$ref?.replace('#/components/schemas/', '');
}

/** The examples of a body, each with the words that stand over it. */
export function examplesOf(media: Media): { words: string; value: unknown }[] {
  if (media.example !== undefined) return [{ words: '', value: media.example }];
  return Object.entries(media.examples ?? {}).map(([name, { summary, value }]) => ({
    words: summary ?? name,
    value,
  }));
}
