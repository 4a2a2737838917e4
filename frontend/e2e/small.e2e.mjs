import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { announcements, noteAnnouncements } from './announcements.mjs';
import { mustBeAccessible, mustNotOverflow, newVisitor, photograph } from './browser.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { stepsOf } from './steps.mjs';
import { ask, connect, startEncounter } from './student.mjs';

const LINE_PX = 24;
const SIZES = [
  ['phone on its side', 667, 331],
  ['small phone on its side', 568, 270],
  ['phone with its keyboard open', 390, 420],
  ['small phone', 320, 568],
  ['wall', 2560, 1440],
];

describe('an encounter on any screen, seen or heard', { timeout: 900_000 }, () => {
  const stage = setStage();
  let page;
  const step = stepsOf(() => page);

  before(async () => {
    const { context } = await newVisitor(stage.browser, stage.service.url);
    page = await context.newPage();
    await startEncounter(page);
    await connect(page, 'Hear and type');
    await ask(page, 'Hello');
  });

  step('announces each line once, and nothing else', async () => {
    await noteAnnouncements(page);
    await ask(page, 'When did it start?');
    const said = await announcements(page, 2);
    console.log(JSON.stringify(said, null, 1));
    assert.equal(said.length, 2);
    assert.match(said[0], /^You When did it start\?/);
    assert.match(said[1], /^\w+ .{10,}/);
  });

  step('announces a new phase once, and keeps the focus at it', async () => {
    await page.getByRole('button', { name: 'Go on to Objective' }).click();
    await focusIsOn(page, '[data-safe]');
    await announcements(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Go on to Objective' }).click();
    await page.locator('.phase-row').waitFor();
    assert.deepEqual(
      (await announcements(page, 1)).map((words) => words.replace(/ \d\d:\d\d$/, '')),
      ['Objective: the examination'],
    );
    await focusIsOn(page, '[aria-current=step]');
    const panel = page.getByRole('button', { name: /^Examination/, expanded: true });
    if (await panel.count()) await panel.click();
  });

  for (const [name, width, height] of SIZES) {
    step(`leaves at least five lines of conversation: ${name}`, async () => {
      await page.setViewportSize({ width, height });
      await page.getByLabel(/^Say to/).focus();
      await photograph(page, `80-${name.replaceAll(' ', '-')}`);
      const room = await page.locator('.scroll').evaluate((box) => box.clientHeight);
      assert.ok(room >= 5 * LINE_PX, `there are ${room} px`);
      await mustNotOverflow(page, name);
      await mustBeAccessible(page, name);
    });
  }

  step('can be used at 400 % zoom', async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    await photograph(page, '81-zoomed');
    await mustNotOverflow(page, '400 %');
    assert.ok((await page.locator('.scroll').evaluate((box) => box.clientHeight)) >= 5 * LINE_PX);
    await page.getByLabel(/^Say to/).scrollIntoViewIfNeeded();
    await ask(page, 'Does it hurt at night?');
    await mustBeAccessible(page, '400 %');
  });

  step('shows the phase and what is chosen in the colours of the system', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ forcedColors: 'active' });
    await photograph(page, '82-forced-colours');
    await mustBeAccessible(page, 'forced colours');
    const outline = (selector) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.equal(await outline('.stepper .now > span'), 'solid');
    await page.goto('/#/');
    const leave = page.getByRole('link', { name: 'Leave' });
    const first = page.locator('input[name=case]').first();
    await leave.or(first).first().waitFor();
    if (await leave.isVisible()) await leave.click();
    await first.check();
    assert.equal(await outline('.card:has(:checked)'), 'solid');
    await photograph(page, '83-forced-colours-choose');
    await mustBeAccessible(page, 'forced colours, choosing');
  });
});
