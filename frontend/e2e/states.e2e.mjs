import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look } from './browser.mjs';
import { grantOf, problem } from './device.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { ask, callButton, connect, lines, say, untilConnected } from './student.mjs';
import { until } from './until.mjs';

const RELAY = /\/api\/v1\/sessions\/[^/]+\/transcript(\/batch)?$/;
const TOKEN = '**/api/v1/sessions/*/voice/token';
const PHASE = '**/api/v1/sessions/*/phase';

describe('when something fails', { timeout: 900_000 }, () => {
  // The server's own line to a call would bring the lines that these tests keep the relay from bringing.
  const stage = setStage({
    VIVA_SIDEBAND: 'false',
    VIVA_STUDENTS_PER_ADDRESS: '2',
    // A slow machine needs some of it to bring lines after the end.
    VIVA_LATE_FINALS: '25s',
  });
  let service, visitor, page, sessionId;

  beforeEach(async () => {
    ({ service, visitor, page, sessionId } = await stage.enter());
  });
  afterEach(() => visitor.context.close());

  it('explains that the voice service is down, shows the wait and tries again', async () => {
    await page.route(TOKEN, problem(503, 'upstream_unavailable', { 'Retry-After': '10' }));
    await callButton(page, 'Speak').click();
    await page.getByText('The voice service cannot be reached just now.').waitFor();
    await page.getByText('req_of_the_test_0001').waitFor();
    await until('the wait is shown', 5_000, async () => {
      // A slow machine may look when it is over.
      const over = callButton(page, 'Speak');
      if (await over.isVisible()) await over.click({ timeout: 1_000 }).catch(() => undefined);
      return page.getByRole('button', { name: /Call in \d+ second/ }).isDisabled({ timeout: 1_000 });
    });
    await look(page, '10-no-voice');
    await page.unroute(TOKEN);
    await connect(page, 'Speak');
    await ask(page, 'Hello');
  });

  it('offers typing when the microphone is denied', async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await callButton(page, 'Speak').click();
    await page.getByText('The browser was not allowed to use the microphone.').waitFor();
    await connect(page, 'Type only');
    await ask(page, 'Hello');
  });

  it('keeps lines through an outage and a reload, and delivers them once', async () => {
    await connect(page, 'Speak');
    await page.route(RELAY, problem(503, 'storage_unavailable'));
    await say(page, 'Is it worse at night?');
    await until('both lines wait', 15_000, async () => (await states(page)).join() === 'waiting,waiting');
    await page.getByText(/2 lines wait, safe on this device/).waitFor();
    assert.equal(await waits(page), 1);
    await look(page, '11-lines-wait');
    await page.reload();
    await until(
      'they are still there',
      15_000,
      async () => (await states(page)).join() === 'waiting,waiting',
    );
    await page.unroute(RELAY);
    await until('they are saved', 40_000, async () => (await states(page)).join() === 'saved,saved');
    await until('nothing says any more that they wait', 5_000, async () => (await waits(page)) === 0);
    const turns = await transcript();
    assert.deepEqual(
      turns.map((turn) => turn.item_id),
      (await lines(page)).map((line) => line.item),
    );
  });

  it('keeps lines while the device is offline', async () => {
    await connect(page, 'Speak');
    await visitor.context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await say(page, 'Can you hear me?');
    await until('both lines wait', 15_000, async () => (await states(page)).join() === 'waiting,waiting');
    await visitor.context.setOffline(false);
    await until('they are saved', 30_000, async () => (await states(page)).join() === 'saved,saved');
  });

  it('keeps a refused line, which can be sent again', async () => {
    await connect(page, 'Speak');
    await page.route(RELAY, problem(409, 'item_conflict'));
    await say(page, 'Where does it hurt?');
    await until(
      'both need attention',
      15_000,
      async () => (await states(page)).join() === 'attention,attention',
    );
    await look(page, '12-needs-attention');
    await page.unroute(RELAY);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await until('one is saved', 15_000, async () => (await states(page)).join() === 'saved,attention');
    await page.getByRole('button', { name: 'Try again' }).click();
    await until('both are saved', 15_000, async () => (await states(page)).join() === 'saved,saved');
  });

  it('removes a refused line only after a question that shows its words, also after the end', async () => {
    await connect(page, 'Speak');
    await page.route(RELAY, problem(409, 'item_conflict'));
    await say(page, 'Where does it hurt?');
    await until(
      'both need attention',
      15_000,
      async () => (await states(page)).join() === 'attention,attention',
    );
    const remove = page.getByRole('button', { name: 'Remove from this device' });
    const dialog = page.getByRole('dialog', { name: 'Remove this line?' });
    await remove.first().click();
    await dialog.getByText('“Where does it hurt?”').waitFor();
    await focusIsOn(page, '[data-safe]');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await states(page)).join(), 'attention,attention');
    await remove.first().click();
    await dialog.getByRole('button', { name: 'Remove for good' }).click();
    await until('one is left', 15_000, async () => (await states(page)).join() === 'attention');
    const [left] = await lines(page);
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.locator('.leftover', { hasText: left.text }).waitFor();
    await remove.click();
    await dialog.getByText(`“${left.text}”`).waitFor();
    await dialog.getByRole('button', { name: 'Remove for good' }).click();
    await page.locator('.leftover').waitFor({ state: 'detached' });
  });

  it('confirms completeness at the end only after the unsaved lines', async () => {
    await endWithUnsavedLines();
    // Soon: a while after the end the service takes no more lines.
    await page.unroute(RELAY);
    await page.reload();
    await page.locator('[data-verdict=complete]').waitFor();
    assert.equal((await transcript()).length, 4);
  });

  it('lists unsaved lines at the end', async () => {
    await endWithUnsavedLines();
    await page.getByText('“Goodbye”').waitFor();
    await look(page, '13-ended-while-lines-wait');
  });

  it('goes on when it cannot be ended, and shows the end when it was ended elsewhere', async () => {
    await connect(page, 'Speak');
    const END = '**/api/v1/sessions/*/end';
    await page.route(END, problem(503, 'storage_unavailable'));
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    const notice = page.locator('.note', { hasText: 'The encounter could not be ended.' });
    await mustHoldItsCross(notice);
    await notice.getByRole('button', { name: 'Close this notice' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.unroute(END);
    await ask(page, 'Hello');
    await until('nothing says that lines wait', 5_000, async () => (await waits(page)) === 0);
    // A question that has no answer any more must not stand before the end.
    await goOn('Objective').click();
    await page.getByRole('dialog').waitFor();
    const headers = { Authorization: `Bearer ${await grantOf(page, sessionId)}` };
    await fetch(`${service.url}/api/v1/sessions/${sessionId}/end`, { method: 'POST', headers });
    await page.getByText('The encounter has ended.').waitFor();
    await page.getByRole('link', { name: 'See what was kept' }).click();
    await page.locator('[data-verdict]').waitFor();
  });

  it('explains that access has expired, and shows what was kept', async () => {
    await page.route(`**/api/v1/sessions/${sessionId}`, problem(401, 'unauthenticated'));
    await page.reload();
    await page.getByText('Your access to this encounter has expired.').waitFor();
    await page.getByRole('link', { name: 'New encounter' }).waitFor();
    await look(page, '14-expired');
  });

  it('reconnects a lost call', async () => {
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    await page.evaluate(() => window.peers.at(-1).close());
    await until('there is another connection', 20_000, () =>
      page.evaluate(() => window.peers.length === 2 && window.peers[1].connectionState === 'connected'),
    );
    await untilConnected(page);
    await ask(page, 'Are you still there?');
    assert.equal((await transcript()).length, 4);
  });

  it('lets another tab take over the call', async () => {
    await connect(page, 'Speak');
    const other = await visitor.context.newPage();
    await other.goto(`/#/encounter/${sessionId}`);
    await other.getByRole('button', { name: 'Continue here' }).click();
    await connect(other, 'Speak');
    await page.getByText('open in another tab').waitFor();
    await ask(other, 'Hello from here');
  });

  it('shows that the next phase is asked for, and asks once', async () => {
    const requests = [];
    await page.route(PHASE, (route) => requests.push(route));
    await goOn('Objective').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Go on to Objective' }).click();
    await page.getByRole('button', { name: 'Going on to Objective' }).waitFor();
    await focusIsOn(page, '[aria-busy=true]');
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await requests[0].continue();
    await goOn('Plan').waitFor();
    assert.equal(requests.length, 1);
  });

  it('asks about one phase, and not about the one after it once that has begun', async () => {
    await goOn('Objective').click();
    await page.getByRole('dialog').waitFor();
    const headers = {
      Authorization: `Bearer ${await grantOf(page, sessionId)}`,
      'Content-Type': 'application/json',
    };
    const body = JSON.stringify({ phase: 'objective' });
    await fetch(`${service.url}/api/v1/sessions/${sessionId}/phase`, { method: 'POST', headers, body });
    await page.locator('[aria-current=step]', { hasText: 'Objective' }).waitFor();
    await goOn('Plan').waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  });

  const goOn = (to) => page.getByRole('button', { name: `Go on to ${to}` });

  async function endWithUnsavedLines() {
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    await page.route(RELAY, (route) =>
      route.request().method() === 'POST' ? refuse(route) : route.fallback(),
    );
    await say(page, 'Goodbye');
    await until(
      'the last ones wait',
      15_000,
      async () => (await states(page)).slice(2).join() === 'waiting,waiting',
    );
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.locator('[data-verdict=waiting]').waitFor();
  }

  const waits = (on) => on.locator('.note', { hasText: /waits?, safe/ }).count();

  /** The × closes what it stands in, so it stands within that. */
  async function mustHoldItsCross(notice) {
    const box = await notice.boundingBox();
    const cross = await notice.getByRole('button', { name: 'Close this notice' }).boundingBox();
    assert.ok(cross.x >= box.x && cross.x + cross.width <= box.x + box.width, 'beside its words');
    assert.ok(cross.y >= box.y && cross.y + cross.height <= box.y + box.height, 'on its height');
  }

  const refuse = problem(503, 'storage_unavailable');
  const states = async (on) => (await lines(on)).map((line) => line.state);

  async function transcript() {
    const headers = { Authorization: `Bearer ${await grantOf(page, sessionId)}`, Accept: 'application/json' };
    const reply = await fetch(`${service.url}/api/v1/sessions/${sessionId}/transcript`, { headers });
    return (await reply.json()).turns;
  }
});
