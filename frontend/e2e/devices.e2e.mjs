import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look } from './browser.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { ask, callButton, connect, lines, say } from './student.mjs';
import { until } from './until.mjs';

const RELAY = /\/api\/v1\/sessions\/[^/]+\/transcript$/;
const EVENTS = '**/api/v1/sessions/*/events*';
const STEP_MS = 250;

describe('when a device or the network lets the student down', { timeout: 900_000 }, () => {
  // Every line is saved before an encounter ends here, so little has to be waited for after it.
  const stage = setStage({ VIVA_LATE_FINALS: '3s' });
  let visitor, page;

  beforeEach(async () => {
    ({ visitor, page } = await stage.enter());
  });
  afterEach(() => visitor.context.close());

  it('waits for no answer to the question about the microphone', async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
    });
    await callButton(page, 'Speak').click();
    await page.getByText('Allow the microphone in your browser’s question').waitFor();
    await look(page, '70-permission');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await callButton(page, 'Speak').click();
    await connect(page, 'Type instead');
    await ask(page, 'Hello');
  });

  it('goes on with another microphone when the headset is unplugged, in the same call', async () => {
    await connect(page, 'Speak');
    const before = await track();
    await page.evaluate(() => {
      const lost = window.peers[0].getSenders()[0].track;
      lost.stop();
      lost.dispatchEvent(new Event('ended'));
    });
    await page.getByText('The call continues with another one.').waitFor();
    await until('another one is sent', 10_000, async () => (await track()) !== before);
    await ask(page, 'Hello');
    assert.equal(await page.evaluate(() => window.peers.length), 1);
  });

  it('goes on when the storage of the device fails in the call, and says so', async () => {
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    await page.evaluate(() => {
      const full = () => {
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      };
      IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = full;
    });
    await say(page, 'When did it start?');
    await page.getByText('This device could not keep a line.').waitFor();
    await until('the service has kept it', 40_000, async () => {
      const now = await lines(page);
      return now.length === 4 && now.every((line) => line.state === 'saved');
    });
    await end();
    await page.locator('[data-verdict]').waitFor();
  });

  it('goes by the service’s clock when the device’s is wrong', async () => {
    await visitor.context.addInitScript(() => {
      const { now } = Date;
      Date.now = () => now() + 3 * 3_600_000;
    });
    await page.reload();
    const left = page.locator('.digits');
    await until('the time left is right', 10_000, async () =>
      /^(1[5-9]|20):\d\d$/.test(await left.innerText()),
    );
    await connect(page, 'Hear and type');
    // A line that is typed without a call carries no time.
    const isFinal = (request) =>
      request.method() === 'POST' && RELAY.test(request.url()) && request.postDataJSON().is_final;
    const [relayed] = await Promise.all([page.waitForRequest(isFinal), ask(page, 'Hello')]);
    const { started_at, emitted_at } = relayed.postDataJSON();
    for (const at of [started_at, emitted_at])
      assert.ok(Math.abs(Date.parse(at) - Date.now()) < 600_000, `it is sent as of ${at}`);
  });

  it('needs no event stream: answers, phases and the end are read without one', async () => {
    await page.route(EVENTS, (route) => route.abort());
    await page.reload();
    await connect(page, 'Type only');
    await ask(page, 'Hello');
    await end();
    await page.locator('[data-verdict=complete]').waitFor();
    await page.getByRole('link', { name: 'Read or print' }).click();
    await page.locator('.sheet .line').first().waitFor();
  });

  it('finds out after a sleep what happened meanwhile', async () => {
    await connect(page, 'Type only');
    await ask(page, 'Hello');
    const asked = page.waitForRequest(EVENTS);
    await page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 600_000;
    });
    await asked;
    await ask(page, 'Are you still there?');
  });

  it('asks before the logo leads out of a call', async () => {
    await connect(page, 'Speak');
    await page.getByRole('link', { name: 'Viva, all cases' }).click();
    const dialog = page.getByRole('dialog');
    await focusIsOn(page, '[data-safe]');
    await look(page, '71-leaving');
    await dialog.getByRole('button', { name: 'Stay' }).click();
    await ask(page, 'Hello');
    await page.getByRole('link', { name: 'Viva, all cases' }).click();
    await dialog.getByRole('link', { name: 'Leave' }).click();
    await page.getByRole('link', { name: /^Continue with/ }).waitFor();
  });

  const track = () => page.evaluate(() => window.peers[0].getSenders()[0].track.id);

  async function end() {
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.waitForURL(/#\/ended\/ses_/);
  }
});

const skip = process.env.VIVA_URL ? 'a service that was not started here is not killed' : false;

describe('when the service is gone', { timeout: 900_000, skip }, () => {
  const stage = setStage();

  it('says so within three seconds', async () => {
    const { service, visitor, page } = await stage.enter();
    // By the page's own time, which stands still here but where it is moved: what a busy machine needs does not count.
    await page.clock.install();
    await page.reload();
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    const broken = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
    await service.kill();
    await broken;
    const told = page.locator('.pill', { hasText: /No connection|Reconnecting/ });
    for (let took = 0; !(await told.isVisible()); took += STEP_MS) {
      assert.ok(took < 3_000, `it took ${took} ms`);
      await page.clock.runFor(STEP_MS);
    }
    await page.clock.resume();
    await look(page, '72-service-gone');
    await visitor.context.close();
  });
});
