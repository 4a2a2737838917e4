import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const base = join(import.meta.dirname, '../../deploy/kubernetes/base');
const kustomization = parse(readFileSync(join(base, 'kustomization.yaml'), 'utf8'));
const manifests = kustomization.resources.flatMap((file) =>
  parseAllDocuments(readFileSync(join(base, file), 'utf8')).map((document) => document.toJS()));

const group = ({ apiVersion }) => {
  const [name, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return `kubernetes-models/${name === '' ? '' : `${name}/`}${version}`;
};

/** What Kubernetes' own schema says against the manifests: values by its validator, unknown members by its types. */
function faults(documents) {
  const values = documents.flatMap((manifest) => {
    try {
      new (require(group(manifest))[manifest.kind])(manifest).validate();
      return [];
    } catch (error) {
      return [`${manifest.kind} ${manifest.metadata.name}: ${error.message}`];
    }
  });
  return [...values, ...unknown(documents)];
}

function unknown(documents) {
  const folder = mkdtempSync(join(import.meta.dirname, '.types-'));
  try {
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, documents.map((manifest, i) => `import type { I${manifest.kind} as T${i} } from '${group(manifest)}';
export const m${i}: T${i} = ${JSON.stringify(manifest, null, 1)};`).join('\n'));
    const checked = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--noEmit', '--strict',
      '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--pretty', 'false', file], { encoding: 'utf8' });
    return checked.status === 0 ? [] : checked.stdout.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the manifests are what Kubernetes expects', () => assert.deepEqual(faults(manifests), []));

test('finds a misspelt member, a wrong value and a missing one', () => {
  const copy = () => structuredClone(manifests.find(({ kind }) => kind === 'StatefulSet'));
  const misspelt = copy();
  misspelt.spec.template.spec.containers[0].redinessProbe = {};
  assert.match(faults([misspelt]).join(), /redinessProbe/);
  const wrong = copy();
  wrong.spec.minReadySeconds = 'ten';
  assert.match(faults([wrong]).join(), /minReadySeconds/);
  const missing = copy();
  delete missing.spec.selector;
  assert.match(faults([missing]).join(), /selector/);
});

test('every file is used, and every kind that a deployment needs is there', () => {
  const files = readdirSync(base).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
  assert.deepEqual([...kustomization.resources].sort(), files.sort());
  assert.deepEqual(manifests.map(({ kind }) => kind).sort(), ['CronJob', 'CronJob', 'HorizontalPodAutoscaler', 'Ingress', 'Namespace',
    'NetworkPolicy', 'PersistentVolumeClaim', 'PodDisruptionBudget', 'Service', 'Service', 'StatefulSet']);
});

test('what refers to something finds it', () => {
  const of = (kind) => manifests.find((manifest) => manifest.kind === kind);
  const labels = of('StatefulSet').spec.template.metadata.labels;
  const services = manifests.filter(({ kind }) => kind === 'Service');
  for (const selector of [of('StatefulSet').spec.selector.matchLabels, ...services.map(({ spec }) => spec.selector),
    of('PodDisruptionBudget').spec.selector.matchLabels, of('NetworkPolicy').spec.podSelector.matchLabels]) {
    assert.deepEqual(selector, labels);
  }
  // A backup or a restore must get no student's request.
  for (const { spec } of manifests.filter(({ kind }) => kind === 'CronJob')) {
    assert.notDeepEqual(spec.jobTemplate.spec.template.metadata?.labels, labels);
  }
  const [container] = of('StatefulSet').spec.template.spec.containers;
  const ports = container.ports.map(({ name }) => name);
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    assert.ok(ports.includes(container[probe].httpGet.port));
  }
  const service = (name) => services.find(({ metadata }) => metadata.name === name);
  for (const { backend } of of('Ingress').spec.rules[0].http.paths) {
    assert.equal(backend.service.port.name, service(backend.service.name)?.spec.ports[0].name);
  }
  for (const { spec } of services) {
    assert.ok(ports.includes(spec.ports[0].targetPort));
  }
  assert.ok(of('HorizontalPodAutoscaler').spec.minReplicas >= 2);
});

test('a mount leaves the rights of files as they are', () => {
  const pods = manifests.map(({ spec }) => spec?.jobTemplate?.spec.template.spec ?? spec?.template?.spec).filter(Boolean);
  assert.equal(pods.length, 3);
  for (const { securityContext } of pods) {
    assert.equal(securityContext.fsGroupChangePolicy, 'OnRootMismatch');
  }
});

test('a restore runs only on demand, in the image of the backup, with its backups and the journals of the replicas', () => {
  const job = (name) => manifests.find(({ kind, metadata }) => kind === 'CronJob' && metadata.name === name).spec;
  const pod = (name) => job(name).jobTemplate.spec.template.spec;
  assert.equal(job('viva-restore').suspend, true);
  assert.equal(pod('viva-restore').containers[0].image, pod('viva-backup').containers[0].image);
  assert.deepEqual(pod('viva-restore').containers[0].envFrom, pod('viva-backup').containers[0].envFrom);
  const claims = (name) => Object.fromEntries(pod(name).containers[0].volumeMounts.flatMap((mount) => {
    const { persistentVolumeClaim: claim } = pod(name).volumes.find((volume) => volume.name === mount.name);
    return claim ? [[claim.claimName, mount.mountPath]] : [];
  }));
  const set = manifests.find(({ kind }) => kind === 'StatefulSet');
  const [data] = set.spec.volumeClaimTemplates;
  const { minReplicas } = manifests.find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec;
  const journals = Array.from({ length: minReplicas }, (_, i) => `${set.metadata.name}-${i}`)
    .map((replica) => [`${data.metadata.name}-${replica}`, `/journals/${replica}`]);
  assert.deepEqual(claims('viva-restore'), { ...claims('viva-backup'), ...Object.fromEntries(journals) });
  // Nothing that a restore reads can be changed by it.
  const read = pod('viva-restore').containers[0].volumeMounts.filter(({ mountPath }) => /^\/(backups|journals)/.test(mountPath));
  assert.ok(read.every(({ readOnly }) => readOnly));
});

test('a restore migrates in a folder that is closed to others, on a volume with room', () => {
  const { spec } = manifests.find(({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'viva-restore');
  const { containers: [{ command, env, volumeMounts }], volumes } = spec.jobTemplate.spec.template.spec;
  const folder = env.find(({ name }) => name === 'VIVA_DATA_DIR').value;
  const mount = volumeMounts.find(({ mountPath }) => dirname(folder) === mountPath);
  assert.ok(volumes.find(({ name }) => name === mount.name).emptyDir);
  const place = mkdtempSync(join(tmpdir(), 'restore-'));
  try {
    const made = join(place, 'data');
    const [shell, ...rest] = command.map((part) => part.replace('exec sleep 12h', 'exec true'));
    const run = spawnSync(shell, rest, { encoding: 'utf8', env: { ...process.env, VIVA_DATA_DIR: made } });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(statSync(made).mode & 0o777, 0o700);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('what needs no database reaches a replica while none is ready', () => {
  const of = (kind, name) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  const ingress = of('Ingress', 'viva');
  const alive = (name) => of('Service', name).spec.publishNotReadyAddresses === true;
  const goesTo = Object.fromEntries(ingress.spec.rules[0].http.paths.map(({ path, backend }) => [path, backend.service.name]));
  assert.ok(!alive(goesTo['/api']));
  assert.ok(alive(goesTo['/']));
  assert.ok(alive(ingress.metadata.annotations['nginx.ingress.kubernetes.io/default-backend']));
});

test('readiness fails long enough before the end that no request is lost', () => {
  const pod = manifests.find(({ kind }) => kind === 'StatefulSet').spec.template.spec;
  const seconds = (text) => Number(/^(\d+)s$/.exec(text)[1]);
  const notice = seconds(parse(readFileSync(join(base, 'config.yml'), 'utf8')).drain_notice);
  const builtIn = /shutdownGracePeriod: (\d+s)/.exec(readFileSync(join(base, '../../../config.yml.example'), 'utf8'))[1];
  const { periodSeconds, failureThreshold } = pod.containers[0].readinessProbe;
  assert.ok(notice >= periodSeconds * failureThreshold, 'drain_notice is shorter than the probes need');
  assert.ok(pod.terminationGracePeriodSeconds > notice + seconds(builtIn), 'it is killed while it still serves');
});

test('what staging replaces is there, and stays what Kubernetes expects', () => {
  const staging = parse(readFileSync(join(base, '../staging/kustomization.yaml'), 'utf8'));
  const patched = staging.patches.map(({ target, patch }) => {
    const manifest = structuredClone(manifests.find((one) => one.kind === target.kind && one.metadata.name === target.name));
    assert.ok(manifest, `no ${target.kind} ${target.name}`);
    for (const { op, path, value } of parse(patch)) {
      assert.equal(op, 'replace');
      const keys = path.slice(1).split('/');
      const last = keys.pop();
      const place = keys.reduce((at, key) => at?.[key], manifest);
      assert.ok(place && last in place, `${target.kind} ${target.name} has no ${path}`);
      place[last] = value;
    }
    return manifest;
  });
  assert.deepEqual(faults(patched), []);
});

test('the ingress bounds the connections of an address, as HAProxy does', () => {
  const { annotations } = manifests.find(({ kind }) => kind === 'Ingress').metadata;
  const haproxy = readFileSync(join(base, '../../haproxy.cfg'), 'utf8');
  const [, bound] = /reject if \{ sc0_conn_cur gt (\d+) \}/.exec(haproxy);
  assert.equal(annotations['nginx.ingress.kubernetes.io/limit-connections'], bound);
});

test('staging takes no setting and no secret of production', () => {
  const staging = parse(readFileSync(join(base, '../staging/kustomization.yaml'), 'utf8'));
  for (const generator of ['configMapGenerator', 'secretGenerator']) {
    const replaced = kustomization[generator].map((one) => ({ ...one, behavior: 'replace' }));
    assert.deepEqual(staging[generator].map(({ name, behavior, files, envs }) =>
      ({ name, behavior, ...(files && { files }), ...(envs && { envs }) })), replaced);
  }
  const names = (folder) => readFileSync(join(base, folder, 'secret.env.example'), 'utf8').match(/^\w+(?==)/gm);
  assert.deepEqual(names('../staging'), names('.'));
});
