import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { grantOf } from './device.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { stepsOf } from './steps.mjs';
import { ask, choose, connect, lines, noteReceived, received, say } from './student.mjs';
import { until } from './until.mjs';

const QUESTIONS = ['Good morning, what brings you in today?', 'When did it start?', 'Where does it hurt?'];

describe('an encounter in the browser', { timeout: 900_000 }, () => {
  const stage = setStage();
  let visitor, page, sessionId, said;
  const step = stepsOf(() => page);

  before(async () => {
    visitor = await newVisitor(stage.browser, stage.service.url);
    page = await visitor.context.newPage();
  });

  step('offers cases, then patients, and reveals no diagnosis', async () => {
    await choose(page);
    assert.ok((await page.locator('input[name=case]').count()) >= 3);
    assert.doesNotMatch(await page.locator('body').innerText(), /diagnosis/i);
    await look(page, '1-choose');
  });

  step('starts an encounter and explains why it needs the microphone', async () => {
    await choose(page);
    await page.getByRole('button', { name: 'Start typing only' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await focusIsOn(page, 'main');
    sessionId = /ses_[A-Za-z0-9]+/.exec(page.url())[0];
    await page.reload();
    await page.getByText('A scripted patient answers what you type').first().waitFor();
    assert.equal(await page.getByLabel(/^Say to/).getAttribute('aria-disabled'), 'true');
    await look(page, '2-before-the-call');
  });

  step('connects with the microphone and hears the patient', async () => {
    await connect(page, 'Speak');
    await focusIsOn(page, 'button.microphone');
    await page.getByText('Practice mode: a scripted patient answers what you type.').waitFor();
    await page.getByRole('button', { name: /voice on$/ }).click();
    await noteReceived(page);
    await say(page, QUESTIONS[0]);
    await until('audio arrives, and then more', 15_000, async () => {
      const all = await received(page);
      const first = all.find((one) => one.packets > 0 && one.energy > 0);
      return first && all.some((one) => one.packets > first.packets && one.energy > first.energy);
    });
    await page.getByRole('button', { name: /voice off$/ }).click();
    await until('the answer is saved', 20_000, async () => (await lines(page))[1]?.state === 'saved');
  });

  step('stores what both sides say, in order', async () => {
    await ask(page, QUESTIONS[1]);
    await ask(page, QUESTIONS[2]);
    said = await lines(page);
    const who = said.map((line) => line.who);
    assert.deepEqual(who, ['student', 'patient', 'student', 'patient', 'student', 'patient']);
    assert.deepEqual(
      said.filter((line) => line.who === 'student').map((line) => line.text),
      QUESTIONS,
    );
    await look(page, '3-talking');
    assert.equal(await page.getByRole('button', { name: 'Newest line' }).count(), 0, 'it stayed at the end');
  });

  step('mutes and unmutes with the M key', async () => {
    await page.getByRole('button', { name: 'Turn microphone off' }).focus();
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Turn microphone on' }).waitFor();
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Turn microphone off' }).waitFor();
    await page.locator('.scroll').focus();
    await page.keyboard.press('m');
    assert.equal(
      await page.getByRole('button', { name: 'Turn microphone on' }).count(),
      0,
      'elsewhere it is a letter',
    );
  });

  step('shows the same lines in the same order on a page that joined late', async () => {
    const second = await visitor.context.newPage();
    await second.goto(`/#/follow/${sessionId}`);
    await until(
      'the second page has caught up',
      15_000,
      async () => (await lines(second)).length === said.length,
    );
    await ask(page, 'Does anything make it better?');
    said = await lines(page);
    await until('the second page shows the same', 15_000, async () => {
      const there = await lines(second);
      return there.every((l) => l.state === 'saved') && same(there, said);
    });
    await look(second, '4-following');
    await second.close();
  });

  step('lets one tab call, and another only read or take over', async () => {
    const other = await visitor.context.newPage();
    await other.goto(`/#/encounter/${sessionId}`);
    await other.getByText('open in another tab').waitFor();
    await until('it reads along', 15_000, async () => same(await lines(other), said));
    await look(other, '5-open-elsewhere');
    await other.close();
  });

  step('advances to the next phase', async () => {
    await page.getByRole('button', { name: 'Go on to Objective' }).click();
    await look(page, '6-next-phase');
    await page.getByRole('dialog').getByRole('button', { name: 'Go on to Objective' }).click();
    await page.locator('[aria-current=step]', { hasText: 'Objective' }).waitFor();
    await page.locator('.phase-row', { hasText: 'Objective: the examination' }).waitFor();
  });

  step('survives a reload and is offered again', async () => {
    await page.getByLabel(/^Say to/).fill('A question that was not sent');
    await page.reload();
    await until('all lines are back', 15_000, async () => same(await lines(page), said));
    const field = page.getByLabel(/^Say to/);
    await until(
      'the draft is back',
      5_000,
      async () => (await field.inputValue()) === 'A question that was not sent',
    );
    await page.locator('[aria-current=step]', { hasText: 'Objective' }).waitFor();
    await page.goto('/#/');
    await page.getByRole('link', { name: /^Continue with/ }).waitFor();
    await look(page, '7-left-open');
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await connect(page, 'Speak');
    await ask(page, 'May I examine you now?');
    said = await lines(page);
  });

  step('ends, and confirms that the transcript is complete', async () => {
    await page.getByRole('button', { name: 'End', exact: true }).click();
    const { x, y, width, height } = await page.getByRole('dialog').boundingBox();
    const around = { width: 2 * x + width, height: 2 * y + height };
    assert.ok(width <= 440, `the dialog is ${width} px wide`);
    for (const [side, length] of Object.entries(page.viewportSize())) {
      assert.ok(Math.abs(around[side] - length) <= 2, `the dialog is not in the middle of the ${side}`);
    }
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.waitForURL(/#\/ended\/ses_/);
    await page.locator('[data-verdict]').waitFor();
    await page.locator('[data-verdict=complete]').waitFor();
    await page.getByText(`${said.length} lines`).waitFor();
    await look(page, '8-ended');
  });

  step('gives the transcript as text and as JSON', async () => {
    const text = await download('Download text');
    const json = JSON.parse(await download('Download JSON'));
    for (const line of said) assert.ok(text.includes(line.text), `the text has "${line.text}"`);
    assert.deepEqual(
      json.turns.map((turn) => turn.item_id),
      said.map((line) => line.item),
    );
    assert.equal(json.complete, true);
  });

  step('prints them all', async () => {
    await page.getByRole('link', { name: 'Read or print' }).click();
    const sheet = page.locator('.sheet');
    await sheet.waitFor();
    const printed = await sheet.innerText();
    for (const line of said) assert.ok(printed.includes(line.text), `the page has "${line.text}"`);
    assert.match(printed, /Objective: the examination/);
    assert.match(printed, /times in .+/);
    assert.equal(await page.locator('iframe').count(), 0);
    await look(page, '9-transcript');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
    await page.emulateMedia({ media: 'screen' });
  });

  step('kept the grant out of addresses, the console and the service’s log', async () => {
    const grant = await grantOf(page, sessionId);
    assert.ok(grant.length > 20);
    assert.ok(!page.url().includes(grant));
    assert.ok(!stage.service.log().includes(grant));
    assert.deepEqual(visitor.faults, []);
  });

  async function download(name) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  }
});

function same(there, here) {
  return (
    JSON.stringify(there.map((l) => [l.item, l.text])) === JSON.stringify(here.map((l) => [l.item, l.text]))
  );
}
