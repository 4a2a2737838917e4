import type { Plugin } from 'vite';

/** Readers of what faculty alone see; with them some twenty others are left out. */
const OF_FACULTY = /\/api\/models\/(Scenario|Persona)View\.js$/;
const READER = /^\.\/(Scenario|Persona)\.js$/;
const STUB = '\0lean-client:';

/** What the generator checks of its caller's arguments, and the compiler has checked before. */
const CHECK =
  /if \(requestParameters\['\w+'\] == null\) \{\s*throw new runtime\.RequiredError\([^;]*\);\s*\}/g;

/** Operations that no page calls. */
const UNUSED = ['getScenario', 'getPersona', 'listCatalogs', 'listTurns', 'streamEvents'];
const CALL = new RegExp(`\\.(${UNUSED.join('|')})(?:Raw)?\\(`);
const METHOD = new RegExp(
  `\\n    async (?:${UNUSED.join('|')})(?:RequestOpts|Raw)?\\([\\s\\S]*?\\n    \\}`,
  'g',
);

/** Leaves out of the pages what they never need of the generated client, so that each student loads less. */
export function leanClient(): Plugin {
  return {
    name: 'viva-lean-client',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const model = importer && OF_FACULTY.test(importer) && READER.exec(source)?.[1];
      return model ? STUB + model : undefined;
    },
    load(id) {
      if (!id.startsWith(STUB)) return undefined;
      const model = id.slice(STUB.length);
      return `const asItIs = (json) => json;\nexport { asItIs as ${model}FromJSON, asItIs as ${model}ToJSON };`;
    },
    transform(code, id) {
      const called = /\/frontend\/src\//.test(id) && CALL.exec(code);
      if (called) this.error(`${id} calls ${called[1]}, which leanClient leaves out`);
      return /\/api\/apis\/\w+\.js$/.test(id)
        ? { code: code.replace(CHECK, '').replace(METHOD, ''), map: null }
        : undefined;
    },
  };
}
