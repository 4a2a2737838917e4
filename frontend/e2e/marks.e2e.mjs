import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look } from './browser.mjs';
import { grantOf } from './device.mjs';
import { callOf, sayAloud, SIMULATOR_KEY } from './simulator.mjs';
import { setStage } from './stage.mjs';
import { ask, connect, lines, say } from './student.mjs';
import { until } from './until.mjs';

const EVENTS = '**/api/v1/sessions/*/events';
const TOKEN = '**/api/v1/sessions/*/voice/token';
const PLAIN = /\/api\/v1\/sessions\/[^/]+(\/transcript)?$/;
const skip = process.env.VIVA_URL ? 'it needs a service with the simulator’s controls' : false;

describe('the marks of a line', { timeout: 900_000, skip }, () => {
  const stage = setStage({ VIVA_SIMULATOR_KEY: SIMULATOR_KEY, VIVA_ABANDON_AFTER: '30s' });
  let service, visitor, page, sessionId;

  beforeEach(async () => {
    ({ service, visitor, page, sessionId } = await stage.enter());
  });
  afterEach(() => visitor.context.close());

  it('appear in words beside the line and in the printed transcript', async () => {
    const call = await callOf(service, () => connect(page, 'Speak'));
    await ask(page, 'Good morning, what brings you in today?');
    await sayAloud(service, call, { says: 'Sorry, where does it hurt?', begins: 'replying' });
    await say(page, 'When did it start?');
    await page.locator('.line.patient .marks', { hasText: 'Interrupted' }).first().waitFor();
    await until('the last question is answered', 30_000, async () => {
      const now = await lines(page);
      const asked = now.findIndex((line) => line.text.startsWith('Sorry'));
      return asked >= 0 && now[asked + 1]?.who === 'patient' && now[asked + 1].state === 'saved';
    });
    await sayAloud(service, call, { says: 'Does it swell?', transcript: 'failed' });
    await page.locator('.line.unwritten').waitFor();
    await relayed('item_of_nobody', 'Can you bend it?');
    const doubted = page.locator('[data-item=item_of_nobody] .marks');
    await doubted.waitFor();
    assert.equal(await doubted.innerText(), 'Not confirmed by the voice service');
    await page.getByRole('button', { name: 'Close this notice' }).click();
    await look(page, '17-marks');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.locator('[data-verdict=complete]').waitFor();
    await page.getByRole('link', { name: 'Read or print' }).click();
    const sheet = page.locator('.sheet');
    for (const mark of ['Interrupted', 'Not confirmed by the voice service'])
      await sheet.getByText(mark).first().waitFor();
    await look(page, '18-printed-marks');
  });

  it('explains that a call was hung up because nobody was there, and calls again on request', async () => {
    // Nobody follows or reads, and the page cannot call again by itself.
    await page.route(EVENTS, (route) => route.abort());
    await page.reload();
    await connect(page, 'Speak');
    await page.route(TOKEN, (route) => route.abort());
    await ask(page, 'Hello');
    await page.route(PLAIN, (route) =>
      route.request().method() === 'GET' ? route.abort() : route.fallback(),
    );
    const hungUp = () => page.evaluate(() => window.peers[0].connectionState !== 'connected');
    await until('the call is hung up', 90_000, hungUp);
    await page.unroute(PLAIN);
    await page.unroute(EVENTS);
    // It may be half a minute until the page looks for the stream again.
    await page.getByText('Nobody seemed to be there any more.').waitFor();
    await look(page, '19-hung-up');
    await page.unroute(TOKEN);
    await connect(page, 'Speak');
    await ask(page, 'I am back');
    assert.equal((await lines(page)).length, 4);
  });

  /** A line that the voice service never reports, relayed as by another client. */
  async function relayed(itemId, text) {
    const headers = {
      Authorization: `Bearer ${await grantOf(page, sessionId)}`,
      'Content-Type': 'application/json',
    };
    const body = JSON.stringify({ item_id: itemId, role: 'student', text, is_final: true });
    const to = `${service.url}/api/v1/sessions/${sessionId}/transcript`;
    assert.equal((await fetch(to, { method: 'POST', headers, body })).status, 201);
  }
});
