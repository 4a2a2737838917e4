import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { callOf, sayAloud, SIMULATOR_KEY } from './simulator.mjs';
import { setStage } from './stage.mjs';
import { ask, callButton, connect, lines } from './student.mjs';
import { storedEvents, storedTurns } from './transcript.mjs';
import { until } from './until.mjs';

const CONNECT = '**/simulator/v1/realtime/calls';
const skip = process.env.VIVA_URL ? 'it needs a service in mode direct' : false;

describe('mode direct', { timeout: 900_000, skip }, () => {
  const stage = setStage({ VIVA_CALLS_MODE: 'direct', VIVA_SIMULATOR_KEY: SIMULATOR_KEY });
  let service, visitor, page, sessionId;

  beforeEach(async () => {
    ({ service, visitor, page, sessionId } = await stage.enter());
  });
  afterEach(() => visitor.context.close());

  it('connects directly, and relays a typed line and its answer', async () => {
    const asked = [];
    page.on('request', (request) => asked.push(request));
    await connect(page, 'Speak');
    await ask(page, 'Where does it hurt?');
    const offer = asked.find((request) => request.url().endsWith('/realtime/calls'));
    assert.match(offer.headers().authorization, /^Bearer ek_/);
    assert.equal(offer.headers()['content-type'], 'application/sdp');
    assert.ok(!asked.some((request) => request.url().endsWith('/voice/sdp')));
    const turns = await storedTurns(service, page, sessionId);
    assert.deepEqual(
      turns.map((turn) => [turn.item_id, turn.source]),
      (await lines(page)).map((line) => [line.item, 'client']),
    );
    assert.deepEqual(visitor.faults, []);
  });

  it('explains that the voice service is unreachable, and tries again on request', async () => {
    await page.route(CONNECT, (route) => route.abort());
    await callButton(page, 'Speak').click();
    await page.getByText('The voice service cannot be reached from this network.').waitFor();
    await page.unroute(CONNECT);
    await connect(page, 'Speak');
    await ask(page, 'Hello');
  });

  it('does not show the voice service’s own text of a refusal', async () => {
    await page.route(CONNECT, (route) => route.fulfill({ status: 400, body: '{"error": "secret words"}' }));
    await callButton(page, 'Speak').click();
    await page.getByText('The voice service refused the call.').waitFor();
    assert.doesNotMatch(await page.locator('body').innerText(), /secret words/);
  });

  it('reports speech that could not be transcribed once, and shows where it was said', async () => {
    const call = await callOf(service, () => connect(page, 'Speak'));
    await ask(page, 'Hello');
    await sayAloud(service, call, { says: 'Where does it hurt?', transcript: 'failed' });
    await page.locator('.line.unwritten').waitFor();
    await page.getByText('Your last words could not be transcribed.').waitFor();
    await until('the answer is saved', 20_000, async () => {
      const now = await lines(page);
      return now.length === 4 && now[3].state === 'saved';
    });
    const errors = (await storedEvents(service, page, sessionId)).filter(
      (event) => event.type === 'transcript_error',
    );
    assert.equal(errors.length, 1);
    assert.equal(
      errors[0].transcript_error.item_id,
      await page.locator('.line.unwritten').getAttribute('data-item'),
    );
  });
});
