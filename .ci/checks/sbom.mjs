// sbom.mjs POM FOLDER: derives viva-server.cdx.json from viva.cdx.json, and checks the licences of all parts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the pom leaves out of viva-server.jar, as group:artifact; the artifact may be *. */
export function leftOut(pom) {
  const set = /<artifactSet>([\s\S]*?)<\/artifactSet>/.exec(pom);
  return [...(set?.[1] ?? '').matchAll(/<exclude>([^<]+)<\/exclude>/g)].map((found) => found[1]);
}

/** The bill of materials without the parts that are left out. */
export function without(bill, names) {
  const stays = (part) => !names.includes(`${part.group}:${part.name}`) && !names.includes(`${part.group}:*`);
  const components = bill.components.filter(stays);
  const kept = new Set([bill.metadata.component['bom-ref'], ...components.map((part) => part['bom-ref'])]);
  const dependencies = bill.dependencies
    .filter((of) => kept.has(of.ref))
    .map((of) => ({ ...of, dependsOn: (of.dependsOn ?? []).filter((ref) => kept.has(ref)) }));
  return { ...bill, components, dependencies };
}

/** The parts none of whose licences is allowed, each in words. */
export function refused(bill, { allowed, known }) {
  return bill.components
    .filter((part) => !(part.group === 'dev.viva' || part.group === '@viva'))
    .map((part) => [`${part.group ? `${part.group}:` : ''}${part.name}`, licencesOf(part)])
    .filter(([name, licences]) => !licences.some((licence) => allowed.includes(licence)) && !(name in known))
    .map(([name, licences]) => `${name}: ${licences.join(', ') || 'no licence'}`);
}

function licencesOf(part) {
  return (part.licenses ?? [])
    .flatMap(({ license, expression }) => expression?.replace(/[()]/g, '').split(/ OR /) ?? [license.id ?? license.name]);
}

if (process.argv[1] === import.meta.filename) {
  const [pom, folder] = process.argv.slice(2);
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  const server = without(read(join(folder, 'viva.cdx.json')), leftOut(readFileSync(pom, 'utf8')));
  writeFileSync(join(folder, 'viva-server.cdx.json'), `${JSON.stringify(server, null, 2)}\n`);
  const rules = read(join(import.meta.dirname, 'licences.json'));
  const faults = readdirSync(folder).flatMap((file) =>
    refused(read(join(folder, file)), rules).map((words) => `${file}: ${words}`));
  faults.forEach((words) => console.error(`sbom: ${words}`));
  if (faults.length > 0) {
    console.error('sbom: allow the licence, or name the part with its reason, in .ci/checks/licences.json');
    process.exit(1);
  }
  console.log(`sbom: ${server.components.length} parts in viva-server.jar; all licences are allowed`);
}
