import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { hold, problem } from './device.mjs';
import { ask, Encounter, enterFaculty, FACULTY_KEY, FOR_FACULTY, signIn } from './faculty.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { until } from './until.mjs';

const LIST = '**/api/v1/sessions?*';

describe('the way in for faculty', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let visitor, page;

  beforeEach(async () => {
    ({ visitor, page } = await enterFaculty(stage));
  });
  afterEach(() => visitor.context.close());

  it('refuses a wrong key in words', async () => {
    await look(page, '50-sign-in');
    await signIn(page, 'a-key-that-somebody-made-up-by-themselves');
    await page.getByText('The service refuses this key.').waitFor();
    await look(page, '51-key-refused');
    await focusIsOn(page, '#faculty-key');
    await signIn(page, 'ключ');
    await page.getByText('The service refuses this key.').waitFor();
  });

  it('keeps the key for the tab alone', async () => {
    await signIn(page);
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
    assert.ok(!page.url().includes(FACULTY_KEY));
    const other = await visitor.context.newPage();
    await other.goto('/faculty');
    await other.getByLabel('Faculty key').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await page.getByLabel('Faculty key').waitFor();
  });

  it('says that the key is no longer accepted', async () => {
    await signIn(page);
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
    await page.route(LIST, problem(401, 'unauthenticated'));
    await page.getByText('The service refuses this key.').waitFor();
  });
});

describe('the board of faculty', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let visitor, page, service;

  beforeEach(async () => {
    ({ service } = stage);
    ({ visitor, page } = await enterFaculty(stage));
  });
  afterEach(() => visitor.context.close());

  it('says that nobody is practising, then shows who begins and what is said', async () => {
    await signIn(page);
    await page.getByText('Nobody is practising now.').waitFor();
    await look(page, '52-nobody');
    const kim = await Encounter.begin(service, { name: 'Kim Lee', group: 'PT-2B' });
    await Encounter.begin(service, undefined);
    await row(kim).waitFor();
    await row(kim).getByText('Nothing has been said yet.').waitFor();
    await kim.line('student', 'Good morning, my name is Kim. What brings you in today?');
    await kim.line(
      'patient',
      'It is my knee. It hurts when I go down the stairs, and when I kneel. '.repeat(3),
    );
    await row(kim)
      .getByText(/Hana:\s*It is my knee/)
      .waitFor();
    await kim.advance('objective');
    await row(kim).getByText('Objective').waitFor();
    for (const words of ['PT-2B', 'Hana Suzuki', /left · since/]) await row(kim).getByText(words).waitFor();
    await page.getByText('No name given').waitFor();
    await look(page, '53-board');
    await kim.end();
    await until('it has left the board', 15_000, async () => (await row(kim).count()) === 0);
  });

  it('filters, and reads page after page', async () => {
    const ada = await Encounter.begin(service, { name: 'Ada', group: 'PT-1A' });
    await Encounter.begin(service, { name: 'Ben', group: 'PT-1B' });
    await ada.end();
    await signIn(page);
    await page.getByRole('link', { name: 'All encounters' }).click();
    await row(ada).waitFor();
    await page.getByLabel('Group').fill('PT-1A');
    await until('the others are gone', 15_000, async () => (await page.locator('.row').count()) === 1);
    await look(page, '54-filtered');
    await page.getByLabel('From').fill('2050-01-01');
    await page.getByText('No encounter fits this filter.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await focusIsOn(page, '[type=search]');
    await row(ada).waitFor();
    await page.getByLabel('Name contains').fill('bEn');
    await page.getByRole('link', { name: 'Ben' }).waitFor();
    await until('the others are gone', 15_000, async () => (await page.locator('.row').count()) === 1);
  });

  it('shows a refusal and an outage in words, and goes on by itself', async () => {
    await signIn(page);
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
    await page.route(LIST, problem(429, 'quota_exceeded', { 'Retry-After': '2' }));
    await page.getByText('Too many requests in a short time').waitFor();
    await page.unroute(LIST);
    await page.route(LIST, (route) => route.abort());
    await page.getByText('The service cannot be reached.').waitFor();
    await look(page, '55-service-gone');
    await page.unroute(LIST);
    await until(
      'the words are gone',
      20_000,
      async () => (await page.locator('.note.trouble').count()) === 0,
    );
  });

  const row = (encounter) => page.locator(`[data-session=${encounter.id}]`);
});

describe('an encounter that faculty follow', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let visitor, page, service;

  beforeEach(async () => {
    ({ service } = stage);
    ({ visitor, page } = await enterFaculty(stage));
  });
  afterEach(() => visitor.context.close());

  it('is shown as it is spoken, until its end', async () => {
    const kim = await Encounter.begin(service, { name: 'Kim Lee', group: 'PT-2B' });
    await signIn(page);
    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page.getByText('Following live').waitFor();
    await kim.partial('student', 'Good morning');
    await page.locator('.line.partial', { hasText: 'Good morning' }).waitFor();
    await kim.line(
      'student',
      'Good morning, I am Kim, a physiotherapy student. Is it all right if I ask you some questions?',
    );
    await page.locator('.line.saved', { hasText: 'I am Kim' }).waitFor();
    assert.equal(await page.locator('.line.partial').count(), 0);
    await page.getByText('The student has greeted the patient').waitFor();
    await kim.line('patient', 'Yes, of course.');
    await kim.advance('objective');
    await page.getByText('Objective: the examination').waitFor();
    await kim.examine('lachman', 'right');
    await page.locator('.finding').waitFor();
    await look(page, '56-followed');
    await kim.end();
    await page.getByText('The encounter ended').waitFor();
    await page.locator('.pill', { hasText: 'Ended' }).waitFor();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByText('2 lines, with all that was examined').waitFor();
    await page.getByRole('button', { name: 'Keep it' }).click();
    assert.deepEqual(visitor.faults, []);
  });

  it('stands beside four others', async () => {
    const names = ['Ann', 'Bo', 'Cem', 'Dana', 'Eli', 'Fay'];
    const encounters = [];
    for (const name of names) encounters.push(await Encounter.begin(service, { name, group: 'Wall' }));
    await signIn(page);
    for (const name of names.slice(0, 5)) await page.getByRole('button', { name: `Follow ${name},` }).click();
    assert.ok(await page.getByRole('button', { name: 'Follow Fay,' }).isDisabled());
    await page.getByRole('link', { name: 'Side by side (5)' }).click();
    await until('all are live', 15_000, async () => (await page.getByText('Following live').count()) === 5);
    for (const one of encounters.slice(0, 5)) {
      await one.line('student', `Hello from ${one.id}`);
      await one.line('patient', 'Hello. It is my knee that brings me here.');
    }
    for (const one of encounters.slice(0, 5))
      await page.locator(`[data-session=${one.id}]`).getByText(`Hello from ${one.id}`).waitFor();
    assert.equal(await page.getByText('Hello from').count(), 5);
    await look(page, '57-side-by-side');
    await page.reload();
    await until(
      'they are there again',
      15_000,
      async () => (await page.getByText('Hello from').count()) === 5,
    );
    await page.getByRole('button', { name: 'Stop following Ann' }).click();
    await page.getByRole('link', { name: 'Side by side (4)' }).waitFor();
  });

  it('is read with its case, its instructions and its transcript', async () => {
    const kim = await held(service, 'Kim Lee');
    await signIn(page);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByText('Ending words.').waitFor();
    await page.getByRole('button', { name: 'Case sheet' }).click();
    await page.frameLocator('iframe[title="Case sheet"]').getByText('Checklist').first().waitFor();
    await look(page, '58-case-sheet');
    await page.getByRole('button', { name: 'Instructions' }).click();
    await page.getByText('What the patient is told in the phase').waitFor();
    await look(page, '59-instructions');
    await page.getByRole('button', { name: 'Printed transcript' }).click();
    await page.frameLocator('iframe[title="Printed transcript"]').getByText('Ending words.').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Text', exact: true }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^viva-.*-kim-lee-\d{4}-\d\d-\d\d-ses_\w+\.txt$/);
    assert.deepEqual(visitor.faults, []);
  });

  it('is ended after a question', async () => {
    const kim = await Encounter.begin(service, { name: 'Kim Lee' });
    await signIn(page);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await look(page, '60-end');
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.getByText('The encounter ended').waitFor();
    assert.equal(await page.getByRole('button', { name: 'End', exact: true }).count(), 0);
  });

  it('is erased by the keyboard alone, after the word is typed', async () => {
    const kim = await held(service, 'Kim Lee');
    await signIn(page);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByText('Ending words.').waitFor();
    const erase = page.getByRole('button', { name: 'Erase', exact: true });
    await erase.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase this encounter?' });
    for (const words of ['Kim Lee, PT-2B', /Hana Suzuki/, '2 lines'])
      await dialog.getByText(words).first().waitFor();
    await look(page, '61-erase');
    await page.keyboard.press('Escape');
    await until('the focus is back on the button', 5_000, () =>
      erase.evaluate((button) => button === document.activeElement),
    );
    await page.keyboard.press('Enter');
    await dialog.getByLabel(/Type erase/).focus();
    await page.keyboard.press('Enter');
    assert.equal((await ask(service, `/sessions/${kim.id}`)).status, 200);
    await page.keyboard.type('erase');
    await page.keyboard.press('Enter');
    await page.getByText(/^Erased: the encounter of Kim Lee with Hana Suzuki/).waitFor();
    await look(page, '62-erased');
    assert.equal(await page.locator(`[data-session=${kim.id}]`).count(), 0);
    assert.equal((await ask(service, `/sessions/${kim.id}`)).status, 404);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByText('It may have been erased.').waitFor();
  });

  it('takes nobody along who went elsewhere while it was erased', async () => {
    const kim = await held(service, 'Kim Lee');
    await signIn(page);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByText('Ending words.').waitFor();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByLabel(/Type erase/).fill('erase');
    const answer = await hold(page, `**/api/v1/sessions/${kim.id}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Erasing…' }).waitFor();
    await page.goto('/faculty#/exams');
    await page.getByRole('heading', { name: 'Exams' }).waitFor();
    const erased = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
    answer();
    await (await erased).finished();
    // What the page asks later is answered later.
    await page.evaluate(() => fetch('/health/live').then((reply) => reply.text()));
    assert.equal(await page.evaluate(() => location.hash), '#/exams');
  });

  it('is watched by somebody with a link, who may do nothing else', async () => {
    const kim = await Encounter.begin(service, { name: 'Kim Lee' });
    await signIn(page);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByRole('button', { name: 'Let somebody watch' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const field = page.getByLabel(/^Link, valid until/);
    await field.waitFor();
    await look(page, '63-link');
    const link = await field.inputValue();
    const watcher = await newVisitor(stage.browser, service.url);
    const other = await watcher.context.newPage();
    await other.goto(link);
    await other.getByText('Following live').waitFor();
    assert.ok(!other.url().includes('#'), 'the grant left the address');
    await kim.line('student', 'Where does it hurt?');
    await other.getByText('Where does it hurt?').waitFor();
    assert.equal(await other.getByRole('button', { name: 'Erase' }).count(), 0);
    await other.reload();
    await other.getByText('Where does it hurt?').waitFor();
    await look(other, '64-watching');
    await other.route('**/api/v1/sessions/**', problem(401, 'unauthenticated'));
    await other.reload();
    await other.getByText('This link opens nothing any more').waitFor();
    await watcher.context.close();
  });
});

async function held(service, name) {
  const encounter = await Encounter.begin(service, { name, group: 'PT-2B' });
  await encounter.line('student', 'Hello, what brings you in?');
  await encounter.line('patient', 'Ending words.');
  await encounter.end();
  return encounter;
}
