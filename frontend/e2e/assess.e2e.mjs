import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe } from 'node:test';
import { look, mustBeAccessible, photograph } from './browser.mjs';
import { problem } from './device.mjs';
import { ask, Encounter, enterFaculty, FACULTY_KEY, FOR_FACULTY, signIn } from './faculty.mjs';
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
  ['patient', 'Six days ago. I have a fever as well, and I was sick in the night.'],
  ['student', 'Thank you. To sum up: your knee has hurt since the match.'],
  ['patient', 'That is right.'],
];

describe('what faculty do with an encounter after it', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let page, visitor, kim;
  const step = stepsOf(() => page);

  before(async () => {
    kim = await held(stage.service, 'Kim Lee');
    await held(stage.service, 'Ann', LINES.slice(0, 4));
    ({ page, visitor } = await enterFaculty(stage));
    await signIn(page);
    await page.getByRole('link', { name: 'All encounters' }).click();
    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page.getByText('To sum up').first().waitFor();
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
    const empty = await page.evaluate(
      () =>
        document.documentElement.scrollHeight - document.querySelector('main').getBoundingClientRect().bottom,
    );
    assert.ok(empty - (await page.evaluate(() => scrollY)) < 2, 'nothing hidden makes the page longer');
  });

  step('on paper the whole conversation stands before the whole debrief', async () => {
    await page.emulateMedia({ media: 'print' });
    const hidden = await page.evaluate(() =>
      ['.session-script', '.aside'].map((box) => {
        const { scrollHeight, clientHeight } = document.querySelector(box);
        return scrollHeight - clientHeight;
      }),
    );
    await page.emulateMedia({ media: 'screen' });
    assert.deepEqual(hidden, [0, 0]);
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
    await mustBeAccessible(page, '102-release');
    await photograph(page, '102-release');
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByText(/^Released to Kim Lee on .*, with what the encounter did not/).waitFor();
    const debrief = await ask(stage.service, `/sessions/${kim.id}/debrief`);
    assert.equal((await debrief.json()).answers, true);
    await page.reload();
    await page.getByText(/^Released to Kim Lee on .*, with what the encounter did not/).waitFor();
  });

  step('a criterion takes a point of its scale and lines, by the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Assess', exact: true }).click();
    await page.getByLabel('Rubric').selectOption({ label: 'Talking with a patient (14 criteria)' });
    const first = page.locator('.criterion').first();
    await first.waitFor();
    assert.equal(await page.getByText('Proposals of a model').count(), 0, 'no model is configured');
    await first.getByRole('radio').nth(1).focus();
    await page.keyboard.press('Space');
    await first.getByRole('button', { name: /^Attach lines/ }).focus();
    await page.keyboard.press('Enter');
    await focusIsOn(page, '.pick input');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText('1 line attached').waitFor();
    await look(page, '103-attach');
    await page.keyboard.press('Escape');
    await focusIsOn(page, '.criterion .button');
    await first.locator('.evidence', { hasText: 'What brings you in today?' }).waitFor();
    await page.getByText('Draft saved.').waitFor();
    await page.reload();
    await first.locator('.evidence', { hasText: 'What brings you in today?' }).waitFor();
    assert.ok(await first.getByRole('radio').nth(1).isChecked());
  });

  step('a draft that cannot be saved says so, and is saved by itself', async () => {
    await page.route('**/assessments/mine', problem(503, 'overloaded'));
    const second = page.locator('.criterion').nth(1);
    await second.getByRole('radio').first().check();
    await page.getByText('Not saved. This tab keeps what you chose.').waitFor();
    await page.unroute('**/assessments/mine');
    await page.getByText('Draft saved.').waitFor();
  });

  step('a candidate counts once it is confirmed, and then its line is attached', async () => {
    const summary = page.locator('#criterion-summary');
    const candidate = summary.locator('.candidates', { hasText: 'To sum up' });
    await candidate.getByRole('button', { name: /^Not so/ }).click();
    await candidate.getByRole('button', { name: /^Confirm/ }).focus();
    await page.keyboard.press('Enter');
    await summary.getByRole('button', { name: /^Remove the line: Thank you/ }).waitFor();
    await page.getByText('Draft saved.').waitFor();
    await summary.scrollIntoViewIfNeeded();
    await look(page, '115-candidate');
    const stored = await (await ask(stage.service, `/sessions/${kim.id}/assessments`)).json();
    const [verdict] = stored.assessments[0].scores.find(
      (one) => one.criterion_id === 'summary',
    ).confirmed_proposal;
    assert.deepEqual([verdict.candidate_id, verdict.confirmed], ['communication/summary', true]);
  });

  step('of two tabs that change one draft the later is asked which of the two stands', async () => {
    await changeElsewhere(stage.service, kim.id);
    const second = page.locator('.criterion').nth(1);
    await second.locator('summary').click();
    await second.locator('textarea').fill('Typed in this tab.');
    await focusIsOn(page, '#other-draft');
    await page.getByRole('row', { name: /Typed in this tab.*Saved elsewhere/ }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await look(page, '116-other-draft');
    await page.getByRole('button', { name: 'Keep what is here' }).click();
    await page.getByText('Draft saved.').waitFor();
    const stored = await (await ask(stage.service, `/sessions/${kim.id}/assessments`)).json();
    assert.match(JSON.stringify(stored), /Typed in this tab/);
    assert.doesNotMatch(JSON.stringify(stored), /Saved elsewhere/);
  });

  step('what is missing is named before one can sign', async () => {
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await focusIsOn(page, '.criterion');
    await page.getByText('Choose one of these before you sign.').first().waitFor();
    await photograph(page, '104-missing');
  });

  step('it is signed for good after a question, and only then others’ choices are there', async () => {
    await page.route('**/assessments', withAnother);
    await page.reload();
    await page.getByText('To sum up').first().waitFor();
    const criteria = page.locator('.criterion');
    await criteria.first().waitFor();
    for (let i = 2; i < (await criteria.count()); i += 1)
      await criteria.nth(i).getByRole('radio').last().check();
    await page.getByText('All 14 criteria are ready to sign.').waitFor();
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('Once signed it cannot be changed').waitFor();
    await mustBeAccessible(page, '105-sign');
    await photograph(page, '105-sign');
    await page.getByRole('button', { name: 'Sign for good' }).click();
    await focusIsOn(page, '#signed-title');
    await page.getByText('Rater 1 and you chose the same in 1 of the 2 criteria').waitFor();
    await look(page, '106-signed');
    const stored = await (await ask(stage.service, `/sessions/${kim.id}/assessments`)).json();
    assert.deepEqual(
      stored.assessments.map(({ state, version }) => `${state} ${version}`),
      ['signed 1'],
    );
    await page.unroute('**/assessments');
  });

  step('a note stands on the words that were selected, for the student', async () => {
    await page.getByRole('button', { name: 'Notes', exact: true }).click();
    const place = page.locator('.place', { hasText: 'When did it start?' });
    await place.getByRole('button', { name: /^Add a note/ }).waitFor();
    await place
      .locator('[data-words]')
      .evaluate((words) => getSelection().setBaseAndExtent(words.firstChild, 0, words.firstChild, 8));
    await place.getByRole('button', { name: /^Add a note/ }).click();
    await place.getByLabel('Your note').fill('Well timed.');
    await place.getByLabel('The student may read it').check();
    await look(page, '107-note');
    await place.getByRole('button', { name: 'Save note' }).click();
    const listed = page.locator('.noted', { hasText: 'Well timed.' });
    await listed.getByText('the student can read it').waitFor();
    await listed.getByRole('button', { name: /^Go to the line/ }).click();
    await focusIsOn(page, '.place.here');
    assert.equal(await page.locator('.place.here mark').innerText(), 'When did');
  });

  step('who did what with the encounter is told in words', async () => {
    await page.getByRole('button', { name: 'Who read it' }).click();
    await page.locator('.trail', { hasText: 'Released the debrief' }).waitFor();
    await look(page, '108-trail');
  });

  step('a group is seen by the items of a case, and by what teachers saw', async () => {
    await page.getByRole('link', { name: 'Groups' }).click();
    await focusIsOn(page, 'main');
    await page.getByRole('link', { name: 'PT-2B' }).waitFor();
    await look(page, '109-groups');
    await page.getByRole('link', { name: 'PT-2B' }).click();
    await page.getByText('2 students, each with their latest finished encounter.').waitFor();
    const started = page.getByRole('row', { name: /^When it started/ });
    assert.match(await started.innerText(), /1 of 2/);
    await page.getByRole('button', { name: 'Most missed first' }).click();
    await look(page, '110-group-items');
    await page.getByRole('link', { name: 'What teachers saw' }).click();
    await page.getByText('1 student, with their latest assessed encounter.').waitFor();
    const criterion = page.getByRole('row', { name: /^Says who they are/ });
    assert.match(await criterion.innerText(), /1 of 1[^]*Seen/);
    await look(page, '111-group-scores');
  });

  step('agreement says what it means, and scores can be taken out', async () => {
    await page.getByRole('link', { name: 'Agreement of raters' }).click();
    await page.getByText('There are no figures yet').waitFor();
    await page.route('**/agreement?*', withFigures);
    await page.reload();
    await page.getByText('talk about its words before you use it').first().waitFor();
    await look(page, '112-agreement');
    await page.getByRole('link', { name: 'How patients kept to the case' }).click();
    await page.getByText('It judges the simulation').waitFor();
    await look(page, '114-patients');
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await page.getByLabel('With the students’ names').check();
    await look(page, '113-export');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^viva-scores-PT-2B-\d{4}-\d\d-\d\d\.csv$/);
    assert.match(await readFile(await file.path(), 'utf8'), /Kim Lee/);
  });

  step('nothing went wrong in the page', () => {
    // The refusals that this test has made.
    assert.deepEqual(
      visitor.faults.filter((fault) => !/status of (503|412)/.test(fault)),
      [],
    );
  });
});

/** The service's answer, with an assessment of another rater: here all who have the key are one. */
async function withAnother(route) {
  const reply = await route.fetch();
  const { assessments } = await reply.json();
  const own = assessments.find((one) => one.own);
  const hidden = own?.state !== 'signed';
  const other = { ...own, own: false, rater: 'rat_another', state: 'signed', version: 1, hidden };
  const scores = own?.scores.slice(0, 2).map((score) => ({ ...score, value: 1 }));
  const { scores: _, ...bare } = other;
  await route.fulfill({
    response: reply,
    json: { assessments: [...assessments, hidden ? bare : { ...bare, scores }] },
  });
}

/** The service's answer as it would be of more encounters than a browser test has time for. */
async function withFigures(route) {
  const reply = await route.fetch();
  const agreement = await reply.json();
  const figures = [0.86, 0.71, 0.2, undefined];
  const criteria = agreement.criteria.map((one, i) => {
    const alpha = figures[i % figures.length];
    const more = { encounters: 12, raters: 2, too_few: false, percent: 91.7 };
    return { ...one, ...more, cohen_kappa: alpha, krippendorff_alpha: alpha };
  });
  await route.fulfill({ response: reply, json: { ...agreement, criteria } });
}

/** Another tab, or a colleague with the same key, saves the draft. */
async function changeElsewhere(service, sessionId) {
  const { assessments } = await (await ask(service, `/sessions/${sessionId}/assessments`)).json();
  const { rubric_id, rubric_version, version, state, scores } = assessments[0];
  const changed = scores.map((one, i) => (i === 1 ? { ...one, comment: 'Saved elsewhere.' } : one));
  const body = { rubric_id, rubric_version, version, state, scores: changed };
  const reply = await fetch(`${service.url}/api/v1/sessions/${sessionId}/assessments/mine`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${FACULTY_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(reply.status, 200);
}

async function held(service, name, lines = LINES) {
  const encounter = await Encounter.begin(service, { name, group: 'PT-2B' });
  for (const [role, text] of lines) await encounter.line(role, text);
  await encounter.end();
  return encounter;
}
