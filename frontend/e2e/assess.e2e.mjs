import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { look, photograph } from './browser.mjs';
import { ask, Encounter, enterFaculty, FOR_FACULTY, signIn } from './faculty.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { stepsOf } from './steps.mjs';
import { until } from './until.mjs';

const LINES = [
  [
    'student',
    'Hello, my name is Kim and I am a physiotherapy student. Is it okay if I ask you some questions?',
  ],
  ['patient', 'Yes, of course. I am Hana.'],
  ['student', 'What brings you in today?'],
  ['patient', 'It is my knee. I hurt it last Saturday when I turned in a football match.'],
  ['student', 'When did it start?'],
  ['patient', 'Six days ago, and since Monday I have a fever of 39 degrees.'],
  ['student', 'Thank you. To sum up: your knee has hurt since the match.'],
  ['patient', 'That is right.'],
];

describe('what faculty do with an encounter after it', { timeout: 300_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let page, visitor, kim;
  const step = stepsOf(() => page);

  before(async () => {
    kim = await held(stage.service, 'Kim Lee');
    ({ page, visitor } = await enterFaculty(stage));
    await signIn(page);
    await page.getByRole('link', { name: 'All encounters' }).click();
    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page.getByText('To sum up').waitFor();
  });

  step('the debrief stands beside the conversation, with what only faculty see', async () => {
    const button = page.getByRole('button', { name: 'Debrief', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/debrief$/);
    await page.locator('.item.met').first().waitFor();
    assert.ok(await button.evaluate((one) => one === document.activeElement), 'the focus stays');
    await page.getByRole('heading', { name: 'Not learned' }).waitFor();
    await page.getByRole('heading', { name: 'How the patient kept to the case' }).waitFor();
    await page.locator('.fidelity .quote-words', { hasText: 'fever' }).waitFor();
    await look(page, '100-debrief');
  });

  step('a quote leads to its line and back', async () => {
    const quote = page.locator('.items.asked .quote-words').first();
    await quote.click();
    await focusIsOn(page, '.place.here');
    await photograph(page, '101-at-the-line');
    await page.getByRole('button', { name: 'Back to where you were' }).click();
    await until('the quote has the focus', 5_000, () =>
      quote.evaluate((button) => document.activeElement === button),
    );
  });

  step('the debrief is released after a question', async () => {
    await page.getByText('Nobody has released it to Kim Lee by hand.').waitFor();
    await page.getByRole('button', { name: 'Release to the student' }).click();
    await focusIsOn(page, '[data-safe]');
    await page.getByLabel(/^Also what was missed/).check();
    await look(page, '102-release');
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByText(/^Released to Kim Lee on .*, with what the encounter did not/).waitFor();
    const debrief = await ask(stage.service, `/sessions/${kim.id}/debrief`);
    assert.equal((await debrief.json()).answers, true);
    await page.reload();
    await page.getByText(/^Released to Kim Lee on/).waitFor();
  });

  step('nothing went wrong in the page', () => assert.deepEqual(visitor.faults, []));
});

async function held(service, name, more = {}) {
  const encounter = await Encounter.begin(service, { name, group: 'PT-2B' }, more);
  for (const [role, text] of LINES) await encounter.line(role, text);
  await encounter.end();
  return encounter;
}
