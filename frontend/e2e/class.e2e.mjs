import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { problem } from './device.mjs';
import { ask, FACULTY_KEY } from './faculty.mjs';
import { setStage } from './stage.mjs';
import { choose, say, untilConnected } from './student.mjs';
import { until } from './until.mjs';

const CODE = 'blue-heron-71';
const TEXT = 'What you say is stored. Your teachers read it to help you learn.';

describe('a student of a class', { timeout: 900_000 }, () => {
  const stage = setStage({
    VIVA_FACULTY_KEY: FACULTY_KEY,
    VIVA_STUDENTS: 'code',
    VIVA_CLASSES: `[{code: ${CODE}, group: PT-2B, students: 30}]`,
    VIVA_PARTICIPANTS: 'required',
    VIVA_CONSENT_VERSION: '2026-09',
    VIVA_CONSENT_TEXT: TEXT,
  });
  let visitor, page;

  beforeEach(async () => {
    visitor = await newVisitor(stage.browser, stage.service.url);
    page = await visitor.context.newPage();
    await choose(page);
  });
  afterEach(() => visitor.context.close());

  const start = () => page.getByRole('button', { name: 'Start encounter' });

  it('says who they are and agrees before an encounter starts, by the keyboard alone', async () => {
    await page.getByText(TEXT).waitFor();
    await page.getByText('Your teachers can follow and read what is said.').waitFor();
    assert.ok(await start().isDisabled());
    await page.getByText('Enter the code of your class.').waitFor();
    await look(page, '70-you');
    await page.getByLabel('Class code').focus();
    await page.keyboard.type('two words');
    await page.getByText('Check the code of your class').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(CODE);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Kim Lee');
    await page.getByText('Read the text above and agree to it.').waitFor();
    for (let i = 0; i < 4 && !(await page.getByRole('checkbox').evaluate(isFocused)); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await look(page, '71-agreed');
    await start().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/encounter\/ses_/);
    await page.locator('.who').getByText('Kim Lee, PT-2B').waitFor();
    const id = /ses_\w+/.exec(page.url())[0];
    const session = await (await ask(stage.service, `/sessions/${id}`)).json();
    assert.deepEqual(session.participant, { name: 'Kim Lee', group: 'PT-2B' });
    assert.equal(session.consent_version, '2026-09');
    assert.ok(!page.url().includes(CODE));
    assert.ok(!stage.service.log().includes(CODE));
    // As a word: random ids are letters too.
    assert.doesNotMatch(stage.service.log(), /\bKim\b/);
    assert.deepEqual(visitor.faults, []);
  });

  it('learns that the code is wrong', async () => {
    await page.getByLabel('Class code').fill('red-heron-72');
    await page.getByLabel('Your name').fill('Kim Lee');
    await page.getByRole('checkbox').check();
    await start().click();
    await page.getByText('The service does not know this class code').waitFor();
    await look(page, '72-wrong-code');
    await page.getByLabel('Class code').fill(CODE);
    await start().click();
    await page.waitForURL(/#\/encounter\/ses_/);
  });

  it('is asked again when the text has changed', async () => {
    await page.getByLabel('Class code').fill(CODE);
    await page.getByLabel('Your name').fill('Kim Lee');
    await page.getByRole('checkbox').check();
    await page.route('**/api/v1/deployment', async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ json: { ...answer, consent: { version: '2026-10', text: 'Another text.' } } });
    });
    const changed = { errors: [{ pointer: '/consent_version', detail: 'must be the version' }] };
    await page.route('**/api/v1/sessions', problem(422, 'invalid_body', {}, changed));
    await start().click();
    await page.getByText('The text that you agree to has changed meanwhile.').waitFor();
    await page.getByText('Another text.').waitFor();
    assert.ok(await start().isDisabled());
  });

  it('finds their name again in this tab, on the screens and in file names, and not in another tab', async () => {
    await page.getByLabel('Class code').fill(CODE);
    await page.getByLabel('Your name').fill('Kim Lee');
    await page.getByRole('checkbox').check();
    await start().click();
    await untilConnected(page);
    await say(page, 'Hello');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End encounter' }).click();
    await page.locator('[data-verdict]').waitFor();
    await page.getByText('Kim Lee, PT-2B').waitFor();
    await look(page, '73-ended-with-name');
    for (const name of ['Download text', 'Download JSON']) {
      assert.match(await nameOf(name), /-kim-lee-/);
    }
    await page.getByRole('link', { name: 'Read or print' }).click();
    for (const name of ['Download text', 'Download JSON']) {
      assert.match(await nameOf(name), /-kim-lee-/, 'also where the transcript is read');
    }
    await choose(page);
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Kim Lee');
    assert.equal(await page.getByLabel('Class code').inputValue(), CODE);
    assert.equal(await page.getByRole('checkbox').isChecked(), false);
    const other = await visitor.context.newPage();
    await choose(other);
    assert.equal(await other.getByLabel('Your name').inputValue(), '');
  });

  async function nameOf(button) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    return file.suggestedFilename();
  }
});

describe('a student of a deployment where names are optional', { timeout: 900_000 }, () => {
  const stage = setStage();

  it('may say who they are, in one row that is in nobody’s way', async () => {
    const { context } = await newVisitor(stage.browser, stage.service.url);
    const page = await context.newPage();
    await choose(page);
    await page.getByText('Your name, group (optional)').click();
    await page.getByLabel('Your name').fill('Kim Lee');
    await page.getByLabel('Group').fill('PT-2B');
    await page.getByText('You practise as Kim Lee, PT-2B. Change').waitFor();
    await look(page, '74-optional');
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await page.locator('.who').getByText('Kim Lee, PT-2B').waitFor();
    await context.close();
  });
});

describe('a student of a deployment that asks for nothing', { timeout: 900_000 }, () => {
  const stage = setStage({ VIVA_PARTICIPANTS: 'off' });

  it('starts at once, and knows who reads the encounter', async () => {
    const { context } = await newVisitor(stage.browser, stage.service.url);
    const page = await context.newPage();
    await choose(page);
    await page.getByText('Your teachers can follow and read what is said.').waitFor();
    assert.equal(await page.getByLabel('Your name').count(), 0);
    assert.equal(await page.getByLabel('Class code').count(), 0);
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await until('the encounter is open', 10_000, async () => (await page.locator('.who').count()) === 1);
    await context.close();
  });
});

const isFocused = (element) => element === document.activeElement;
