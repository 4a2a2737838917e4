import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newVisitor } from './browser.mjs';
import { setStage } from './stage.mjs';

/** Runs what a reader would paste into a shell; answers what it wrote. */
function shell(command, folder, environment) {
  const child = spawn('bash', ['-c', command], { cwd: folder, env: { ...process.env, ...environment } });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(said));
  });
}

describe('the guide of /docs', { timeout: 900_000 }, () => {
  const stage = setStage({ VIVA_LATE_FINALS: '0s' });
  let folder, steps, offer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'viva-guide-'));
    const { context } = await newVisitor(stage.browser, stage.service.url);
    const page = await context.newPage();
    await page.goto('/docs');
    steps = await page.locator('#guide ol > li').evaluateAll((items) =>
      items.map((item) => ({
        operation: item.querySelector('a').textContent,
        command: item.querySelector('pre').textContent,
      })),
    );
    offer = await page.evaluate(async () => {
      const peer = new RTCPeerConnection();
      peer.addTransceiver('audio');
      peer.createDataChannel('oai-events');
      return (await peer.createOffer()).sdp;
    });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds an encounter when its commands run unchanged', async () => {
    writeFileSync(join(folder, 'offer.sdp'), offer);
    const environment = { VIVA: stage.service.url };
    const said = {};
    for (const { operation, command } of steps) {
      const running = shell(command, folder, environment);
      said[operation] = operation === 'streamEvents' ? running : await running;
      if (operation === 'createSession') {
        const { session, access_token } = JSON.parse(said.createSession);
        Object.assign(environment, { SESSION: session.session_id, GRANT: access_token });
      }
      if (operation === 'mintVoiceToken') environment.TOKEN = JSON.parse(said.mintVoiceToken).rtc_token;
    }

    assert.equal(JSON.parse(said.say).item_id, 'typed-7f3a9c');
    assert.match(said.exchangeSdp, /^v=0\r\n/);
    assert.equal(JSON.parse(said.relayTranscript).item_id, 'item_C1');
    assert.equal(JSON.parse(said.advancePhase).phase, 'objective');
    assert.equal(JSON.parse(said.examine).examination.outcome, 'found');
    assert.ok(JSON.parse(said.endSession).turn_count >= 1);
    assert.match(said.getTranscript, /Good morning, what brings you in\?/);
    const events = [...(await said.streamEvents).matchAll(/^event: (\w+)$/gm)].map((found) => found[1]);
    for (const event of ['call_started', 'turn', 'phase', 'call_ended', 'ended']) assert.ok(events.includes(event), event); // prettier-ignore
    assert.equal(events.at(-1), 'closed');
  });
});
