import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { grantOf, hangingSessions, hold, keptOn } from './device.mjs';
import { setStage } from './stage.mjs';
import { callButton, choose, lines, say, startEncounter, untilConnected } from './student.mjs';
import { until } from './until.mjs';

describe('choosing a case', { timeout: 900_000 }, () => {
  const stage = setStage();
  let visitor, page;

  beforeEach(async () => {
    visitor = await newVisitor(stage.browser, stage.service.url);
    page = await visitor.context.newPage();
  });
  afterEach(() => visitor.context.close());

  /** As with a patient who hears: the simulated one does not, and then there is nothing to check. */
  async function chooseToSpeak() {
    await page.route('**/api/v1/voices', async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, json: { ...(await reply.json()), simulated: false } });
    });
    await choose(page);
    await page.getByText('You speak with').first().waitFor();
  }

  it('takes two clicks and a line to the patient’s first words', async () => {
    await page.goto('/');
    await page.locator('input[name=case]').first().click();
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await untilConnected(page);
    const asked = Date.now();
    await say(page, 'Good morning, what brings you in today?');
    await until('the patient answers', 20_000, async () =>
      (await lines(page)).some((l) => l.who === 'patient'),
    );
    console.log(`first words after ${Date.now() - asked} ms`);
    assert.deepEqual(visitor.faults, []);
  });

  it('shows the door card beside the chosen case: task, time, readers, language, and what the patient can do', async () => {
    await choose(page);
    const door = page.locator('.door-card');
    for (const words of [
      'Your task:',
      'minutes from the moment you start',
      'Your teachers can follow',
      'The words are kept until your teachers erase them.',
      'It cannot hear you',
    ])
      await door.getByText(words).first().waitFor();
    assert.match(
      await door.locator('.start summary').innerText(),
      /^You speak with .+ Both speak the language of the case/,
    );
    const card = await page.locator('.card:has(:checked)').boundingBox();
    const start = await page.getByRole('button', { name: 'Start encounter' }).boundingBox();
    assert.ok(start.y < 800, `the start is in view with the case (${Math.round(start.y)} px)`);
    assert.ok(card.y < 800);
    await look(page, '62-door-card');
  });

  it('offers the easier cases first, and those of this device that were practised later', async () => {
    await page.goto('/');
    const hard = page.locator('.card-about span:nth-child(3)');
    await hard.first().waitFor();
    const ranks = (await hard.allInnerTexts()).map((words) =>
      ['Introductory', 'Intermediate', 'Advanced'].indexOf(words.replace(/\W/g, '')),
    );
    assert.deepEqual(ranks, [...ranks].sort());
    const first = await page.locator('input[name=case]').first().getAttribute('value');
    await page.locator('input[name=case]').first().check();
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await page.goto('/#/');
    await page.getByText('practised once').waitFor();
    assert.notEqual(await page.locator('input[name=case]').first().getAttribute('value'), first);
  });

  it('draws what was left open at once, and moves nothing when it turns out to be over', async () => {
    const sessionId = await startEncounter(page);
    const headers = { Authorization: `Bearer ${await grantOf(page, sessionId)}` };
    await page.goto('about:blank');
    await fetch(`${stage.service.url}/api/v1/sessions/${sessionId}/end`, { method: 'POST', headers });
    const answer = await hold(page, `**/api/v1/sessions/${sessionId}`);
    await page.goto('/');
    const card = page.locator('.card').first();
    await card.waitFor();
    const before = await card.boundingBox();
    const left = page.locator('.continue');
    await left.getByRole('link', { name: /^Continue with / }).waitFor();
    answer();
    const over = left.getByRole('link', { name: /^See what became of / });
    await over.waitFor();
    assert.deepEqual(await card.boundingBox(), before);
    await over.click();
    await page.waitForURL(/#\/ended\/ses_/);
  });

  it('shows the cases where the storage hangs, and leaves them as they are when it answers', async () => {
    await startEncounter(page);
    await page.addInitScript(hangingSessions);
    await page.goto('/#/');
    await page.reload();
    const card = page.locator('.card').first();
    await card.waitFor();
    const seen = async () => [await page.locator('.card').allInnerTexts(), await card.boundingBox()];
    const before = await seen();
    await page.evaluate(() => {
      window.answer();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
    assert.deepEqual(await seen(), before);
  });

  it('leaves the choice as it is while the encounter is created', async () => {
    await choose(page);
    const answer = await hold(page, '**/api/v1/sessions');
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.getByRole('button', { name: 'Starting…' }).waitFor();
    const other = page.locator('input[name=case]').nth(1);
    assert.ok(await other.isDisabled());
    answer();
    await page.waitForURL(/#\/encounter\/ses_/);
  });

  it('takes nobody into an encounter who went elsewhere while it was created, and keeps it', async () => {
    await choose(page);
    const answer = await hold(page, '**/api/v1/sessions');
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.getByRole('link', { name: 'My encounters' }).click();
    await page.getByText('None yet.').waitFor();
    answer();
    await until('the device keeps it', 20_000, async () => (await keptOn(page)).length === 1);
    assert.equal(await page.evaluate(() => location.hash), '#/mine');
    await page.goto('/#/');
    await page.getByRole('link', { name: /^Continue with / }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await callButton(page, 'Hear and type').waitFor();
  });

  it('says that a case is not there any more, to who comes for it', async () => {
    await page.goto('/#/case/withdrawn-case');
    await page.getByText('The case that you chose is not there any more.').waitFor();
    await page.goto('/#/');
  });

  it('checks the microphone where the patient can hear', async () => {
    await chooseToSpeak();
    await page.getByRole('button', { name: 'Check microphone' }).click();
    await page.getByText('We hear you. The microphone works.').waitFor();
    await look(page, '63-microphone-check');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.getByRole('button', { name: 'Check microphone' }).click();
    await page.getByText('The browser was not allowed to use the microphone.').waitFor();
  });

  it('ends the check of the microphone at the first click, whenever that comes', async () => {
    await page.clock.install();
    await chooseToSpeak();
    await page.clock.pauseAt(Date.now() + 60_000);
    // A look comes each quarter of a second, and a frame each 16 ms: some click is between a look and its frame.
    for (let wait = 240; wait <= 280; wait += 4) {
      await page.getByRole('button', { name: 'Check microphone' }).click();
      await page.getByText('Say something.').waitFor();
      await page.clock.runFor(wait);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.clock.runFor(300);
      assert.equal(
        await page.getByRole('button', { name: 'Stop', exact: true }).count(),
        0,
        `after ${wait} ms`,
      );
    }
  });

  it('offers calls when it is known which there are, so that no button moves under a click', async () => {
    let answer;
    const asked = new Promise((resolve) => (answer = resolve));
    // The page itself waits for three seconds, which a slow machine may need for the next steps.
    await page.addInitScript(() => {
      const { setTimeout } = window;
      window.setTimeout = (act, ms, ...more) => setTimeout(act, ms === 3_000 ? 60_000 : ms, ...more);
    });
    await choose(page);
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await page.route('**/api/v1/voices', async (route) => {
      await asked;
      await route.continue();
    });
    await page.reload();
    await page.getByRole('button', { name: 'End', exact: true }).waitFor();
    assert.equal(await page.locator('.call-panel').count(), 0);
    answer();
    await callButton(page, 'Hear and type').waitFor();
  });

  it('takes a double click for one click, although another button stands there by the second', async () => {
    await chooseToSpeak();
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await page.reload();
    await callButton(page, 'Type only').dblclick();
    await page.getByText('You are typing, without a call.').waitFor();
    assert.equal(await page.evaluate(() => window.peers.length), 0);
  });

  it('leaves the microphone on that the first of two clicks turned on', async () => {
    await choose(page);
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await untilConnected(page);
    const { x, y, width, height } = await page.locator('button.microphone').boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    const press = async (clickCount) => {
      await page.mouse.down({ clickCount });
      await page.mouse.up({ clickCount });
    };
    await press(1);
    await page.getByRole('button', { name: 'Turn microphone off' }).waitFor();
    await press(2);
    await page.getByRole('button', { name: 'Turn microphone off' }).waitFor();
    await press(1);
    await page.getByRole('button', { name: 'Turn microphone on' }).waitFor();
    await press(2);
    await page.getByRole('button', { name: 'Turn microphone off' }).waitFor();
  });

  it('lists the encounters of this device, to go on, to read and to practise again', async () => {
    await choose(page);
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await page.goto('/#/mine');
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.waitForURL(/#\/ended\/ses_/);
    await page.getByRole('link', { name: 'My encounters' }).click();
    await page.getByRole('link', { name: /^Read/ }).waitFor();
    await look(page, '64-my-encounters');
    await page.getByRole('link', { name: /^Practise/ }).click();
    await page.locator('.door-card').waitFor();
  });
});
