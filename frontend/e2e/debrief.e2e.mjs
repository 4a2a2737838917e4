import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { look, newVisitor, photograph } from './browser.mjs';
import { problem } from './device.mjs';
import { FACULTY_KEY, signIn } from './faculty.mjs';
import { setStage } from './stage.mjs';
import { stepsOf } from './steps.mjs';
import { ask, connect, startEncounter } from './student.mjs';
import { until } from './until.mjs';

const DEBRIEF = '**/api/v1/sessions/*/debrief';
const ASSESSMENTS = '**/api/v1/sessions/*/assessments';
const SIGNED = {
  rubric_id: 'communication',
  rubric_version: '1',
  version: 1,
  rater: 'rat_another',
  own: false,
  state: 'signed',
  blind: true,
  hidden: false,
  scores: [],
  created_at: '2026-11-02T11:04:00.000Z',
  updated_at: '2026-11-02T11:20:00.000Z',
  signed_at: '2026-11-02T11:20:00.000Z',
};
const OPENING =
  'Hello, my name is Kim and I am a physiotherapy student. Is it okay if I ask you some questions?';

describe('what there is to learn after an encounter', { timeout: 900_000 }, () => {
  const stage = setStage({ VIVA_FACULTY_KEY: FACULTY_KEY });
  let page, sessionId;
  const step = stepsOf(() => page);

  before(async () => {
    const { context } = await newVisitor(stage.browser, stage.service.url);
    page = await context.newPage();
  });

  step('the first learned thing stands on the page to which the end leads, without a click', async () => {
    sessionId = await practise(page, [
      OPENING,
      'When did it start?',
      'What makes it worse?',
      'That sounds painful.',
      'Any paraesthesia in the foot?',
      'hmm',
    ]);
    const from = Date.now();
    await end(page);
    const first = page.locator('.item.met .quote-words').first();
    await first.waitFor();
    console.log(
      `From the last word to the first learned thing: ${Date.now() - from} ms, 2 clicks (both to end).`,
    );
    assert.match(await page.locator('.items.asked').innerText(), /started|start|worse/i);
    await page.getByText('From the complete transcript.').waitFor();
    await look(page, '90-debrief');
    await photographWhole(page, '90-debrief');
  });

  step('a quote leads to its line and back', async () => {
    const quote = page.locator('.items.asked .quote.patient .quote-words').first();
    const words = (await quote.locator('q').innerText()).trim();
    await quote.click();
    await until('the line has the focus', 5_000, () =>
      page.evaluate(() => document.activeElement.matches('.place.here')),
    );
    assert.equal(await page.locator('.place.here mark').innerText(), words);
    await until('the line is in view', 5_000, () => inView(page.locator('.place.here mark')));
    await photograph(page, '91-at-the-line');
    await page.getByRole('button', { name: 'Back to the debrief' }).click();
    await until('the quote has the focus', 5_000, () =>
      quote.evaluate((button) => document.activeElement === button),
    );
  });

  step('what was found stands along the time, and each mark leads to its line by the keyboard', async () => {
    const jargon = page.locator('[data-timeline=jargon]');
    const mark = jargon.getByRole('button', { name: /^Go to the line\. \d+:\d\d.*paraesthesia/ });
    await mark.focus();
    await page.keyboard.press('Enter');
    await until('the line has the focus', 5_000, () =>
      page.evaluate(() => document.activeElement.matches('.place.here')),
    );
    assert.equal(await page.locator('.place.here mark').innerText(), 'paraesthesia');
    await page.getByRole('button', { name: 'Back to the debrief' }).click();
    await until('the mark has the focus', 5_000, () =>
      mark.evaluate((button) => document.activeElement === button),
    );
    await look(page, '90-timeline', { within: '.timeline' });
    await page.locator('[data-timeline="communication/empathy"]').getByText('possible').waitFor();
  });

  step('figures open to their meaning, limits and source', async () => {
    await page.locator('[data-measure=open_questions] summary').click();
    await page
      .locator('[data-measure=open_questions]', { hasText: 'Silverman, Kurtz and Draper' })
      .locator('p')
      .first()
      .waitFor();
    await page.getByRole('heading', { name: 'What this cannot judge' }).waitFor();
    assert.doesNotMatch(
      await page.locator('.learn').innerText(),
      /score|rank|grade [A-F]|\d+ points? out of/i,
    );
  });

  step('what teachers signed comes later, and moves nothing that the student writes', async () => {
    let come;
    const comes = new Promise((resolve) => (come = resolve));
    await page.route(ASSESSMENTS, async (route) => {
      await comes;
      await route.fulfill({ json: { assessments: [SIGNED] } });
    });
    await page.reload();
    const form = page.locator('.reflection-form');
    await form.waitFor();
    const before = await form.boundingBox();
    come();
    await page.locator('.items.assessed').waitFor();
    assert.deepEqual(await form.boundingBox(), before);
    await page.unroute(ASSESSMENTS);
    await page.reload();
  });

  step('a note stays on the words that were selected, and its draft over a reload', async () => {
    const place = page.locator('.place', { hasText: 'When did it start?' });
    await place.locator('[data-words]').evaluate((words) => {
      const range = document.createRange();
      range.setStart(words.firstChild, 0);
      range.setEnd(words.firstChild, 8);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    });
    await place.getByRole('button', { name: /^Add a note/ }).click();
    await place.getByLabel('Your note').fill('An open question would have told me more.');
    await page.reload();
    await place.getByRole('button', { name: /^Add a note/ }).click();
    assert.equal(
      await place.getByLabel('Your note').inputValue(),
      'An open question would have told me more.',
    );
    await place.getByRole('button', { name: 'Cancel' }).click();
    await place
      .locator('[data-words]')
      .evaluate((words) => getSelection().setBaseAndExtent(words.firstChild, 0, words.firstChild, 8));
    await place.getByRole('button', { name: /^Add a note/ }).click();
    await place.getByRole('button', { name: 'Save note' }).click();
    const note = place.locator('.note-card');
    await note.waitFor();
    assert.equal(await note.locator('q').innerText(), 'When did');
    await photograph(page, '92-note');
    await page.reload();
    await note.waitFor();
  });

  step('a teacher who comes in by the same tab sees nothing of a note that is not written yet', async () => {
    const add = page.getByRole('button', { name: 'Add a note on the whole encounter' });
    await add.click();
    await page.getByLabel('Your note').fill('For me alone.');
    await page.goto(`/faculty#/session/${sessionId}/notes`);
    await signIn(page);
    await add.click();
    assert.equal(await page.getByLabel('Your note').inputValue(), '');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.goto(`/#/ended/${sessionId}`);
  });

  step('the reflection comes first where the course wants it, and its draft survives a reload', async () => {
    await page.route(DEBRIEF, problem(409, 'reflection_required'));
    await page.reload();
    const field = page.getByLabel('What went well? Name a moment.');
    await field.fill('I let her finish.');
    await look(page, '93-reflection-first');
    await page.reload();
    await until('the draft is there', 5_000, async () => (await field.inputValue()) === 'I let her finish.');
    await page.unroute(DEBRIEF);
    let fixed;
    await page.route('**/reflection', async (route) => {
      if (route.request().method() !== 'GET') fixed = !(await field.isEditable());
      await route.continue();
    });
    await page.getByRole('button', { name: 'Submit reflection' }).click();
    await page.locator('.own-reflection', { hasText: 'I let her finish.' }).waitFor();
    assert.ok(fixed, 'what is being submitted cannot be changed');
    await page.unroute('**/reflection');
    await page.locator('.item.met').first().waitFor();
    await look(page, '94-reflected');
  });

  step('a debrief that a teacher has to release is looked for again', async () => {
    await page.route(DEBRIEF, problem(409, 'debrief_not_released'));
    await page.reload();
    await page.getByText('Your teacher releases this debrief, and has not yet.').waitFor();
    await look(page, '95-not-released');
    await page.unroute(DEBRIEF);
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.locator('.item.met').first().waitFor();
  });

  step('a debrief that cannot be read says why', async () => {
    await page.route(DEBRIEF, problem(503, 'overloaded'));
    await page.reload();
    await page.getByText('The service is very busy just now.').waitFor();
    await page.unroute(DEBRIEF);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.item.met').first().waitFor();
  });

  step('a teacher’s note and the answers that they release are there', async () => {
    const line = page.locator('.place', { hasText: 'What makes it worse?' });
    const itemId = await line.locator('.line').getAttribute('data-item');
    const note = {
      note_id: 'note-1',
      visibility: 'student',
      text: 'And what makes it better?',
      anchor: { item_id: itemId },
    };
    await asFaculty('POST', 'notes', note);
    const scores = Array.from({ length: 14 }, (_, i) => i);
    const { criteria } = await (await fetch(`${stage.service.url}/api/v1/rubrics/communication`)).json();
    await asFaculty('PUT', 'assessments/mine', {
      rubric_id: 'communication',
      rubric_version: '1',
      version: 1,
      state: 'signed',
      scores: scores.map((i) => ({
        criterion_id: criteria[i].id,
        value: 1,
        evidence: [itemId],
        ...(i === 0 && { comment: 'You asked openly here.' }),
      })),
    });
    await asFaculty('PUT', 'debrief/release', { answers: true });
    await page.reload();
    const signed = page.locator('.items.assessed');
    await signed.getByText('You asked openly here.').waitFor();
    assert.equal(await signed.locator('.quote-words').count(), 14);
    await line.locator('.note-card', { hasText: 'Note of a teacher' }).getByText(note.text).waitFor();
    for (const group of ['missed', 'not_examined', 'red_flags', 'plan'])
      await page.locator(`.items.${group}`).waitFor();
    await look(page, '99-answers');
    await photographWhole(page, '99-answers');
  });

  step('on paper everything is open, with quotes and notes', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await page.locator('.note-card.own').isVisible());
    assert.ok(await page.getByText('Lines that invite to tell').isVisible());
    assert.equal(await page.locator('.add-note:visible').count(), 0);
    const ink = () => page.evaluate(() => getComputedStyle(document.documentElement).color);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await ink(), 'rgb(24, 33, 30)', 'dark ink on paper, also from a dark screen');
    await photographWhole(page, '96-on-paper');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
  });

  step('the attempts of one case stand side by side', async () => {
    await practise(page, ['Hello', 'What makes it worse?', 'Does it swell?']);
    await end(page);
    await page.locator('.item.met').first().waitFor();
    await page.getByRole('link', { name: 'My encounters' }).click();
    await look(page, '97-mine');
    await page.getByRole('link', { name: /^Compare 2 attempts/ }).click();
    const worse = page.locator('.compared li', { hasText: /worse/i }).first();
    await worse.waitFor();
    assert.deepEqual(await worse.locator('.attempt-result').allInnerTexts(), [
      'Told when asked',
      'Told when asked',
    ]);
    await look(page, '98-attempts');
    await photographWhole(page, '98-attempts');
    await page.setViewportSize({ width: 390, height: 844 });
    await photographWhole(page, '98-attempts-phone');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  async function asFaculty(method, path, body) {
    const reply = await fetch(`${stage.service.url}/api/v1/sessions/${sessionId}/${path}`, {
      method,
      headers: { Authorization: `Bearer ${FACULTY_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(reply.ok, `${path}: ${reply.status}`);
  }

  async function photographWhole(on, name) {
    const { width } = on.viewportSize();
    const height = await on.evaluate(() => document.documentElement.scrollHeight);
    await on.setViewportSize({ width, height: Math.min(height, 4000) });
    await photograph(on, `${name}-whole`);
    await on.setViewportSize({ width, height: 800 });
  }
});

/** A whole encounter, typed; answers its session. */
async function practise(page, questions) {
  const id = await startEncounter(page, 'knee-after-football');
  await connect(page, 'Type only');
  for (const question of questions) await ask(page, question);
  return id;
}

async function end(page) {
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'End encounter' }).click();
  await page.waitForURL(/#\/ended\/ses_/);
}

function inView(locator) {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
