import type { Operation } from './contract.ts';

interface Scheme {
  readonly words: (all: readonly string[]) => string;
  /** The shell variable of the examples that has the credential. */
  readonly variable: string;
}

/** The security schemes of the contract, the best for an example first. */
const SCHEMES: Record<string, Scheme> = {
  grant: { words: () => 'the session’s grant', variable: 'GRANT' },
  class: { words: () => 'the code of a class', variable: 'CLASS_CODE' },
  faculty: { words: () => 'the faculty key', variable: 'VIVA_FACULTY_KEY' },
  oidc: { words: login, variable: 'LOGIN_TOKEN' },
};

/** A login is a student's where a grant or a class code would do, or nothing else does; faculty's beside their key. */
function login(all: readonly string[]): string {
  if (!all.includes('faculty')) return 'a student’s login';
  return all.includes('grant') || all.includes('class') ? 'a login' : 'a login of faculty';
}

function scheme(key: string): Scheme {
  const known = SCHEMES[key];
  if (!known) throw new Error(`The docs have no words for the security scheme ${key}.`);
  return known;
}

const keysOf = ({ security }: Operation) => security.flatMap((one) => Object.keys(one));

const isOptional = ({ security }: Operation) => security.some((one) => Object.keys(one).length === 0);

/** What a caller must show, in words. */
export function needs(operation: Operation): string {
  const keys = keysOf(operation);
  if (keys.length === 0) return 'nothing';
  const names = keys.map((key) => scheme(key).words(keys));
  const any = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' or ');
  if (!isOptional(operation)) return any;
  return operation.method === 'GET'
    ? `nothing; says more with ${any}`
    : `nothing, or what the deployment asks for: ${any}`;
}

/** The shell variable with the credential for an example; none where the operation needs none. */
export function credential(operation: Operation): string | undefined {
  if (isOptional(operation)) return undefined;
  const keys = keysOf(operation);
  const best = Object.keys(SCHEMES).find((key) => keys.includes(key)) ?? keys[0];
  return best && scheme(best).variable;
}
