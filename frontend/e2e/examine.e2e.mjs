import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { stepsOf } from './steps.mjs';
import { ask, connect, say, startEncounter } from './student.mjs';
import { storedEvents } from './transcript.mjs';
import { until } from './until.mjs';

/** A case with a result on paper; its words do not matter here. */
const CASE = { scenario: 'breathless-on-stairs', onPaper: 'Spirometry', bySpeech: 'oxygen-saturation' };

describe('examining the patient, typed', { timeout: 900_000 }, () => {
  const stage = setStage();
  let visitor, page, sessionId, tests;
  const step = stepsOf(() => page);

  before(async () => {
    visitor = await newVisitor(stage.browser, stage.service.url);
    page = await visitor.context.newPage();
    tests = (await Promise.all(['special-tests', 'functional-tests'].map(catalogue))).flat();
  });

  step('takes the history without a word of the examination', async () => {
    sessionId = await startEncounter(page, CASE.scenario);
    await connect(page, 'Type only');
    await ask(page, 'Hello');
    assert.equal(await panel().count(), 0);
  });

  step('offers every test once the examination begins, and not the case’s alone', async () => {
    await goOnTo('Objective');
    await panel().waitFor();
    const offered = panel().locator('.tests button');
    await until('all tests are there', 15_000, async () => (await offered.count()) === tests.length);
    await look(page, '50-examination');
  });

  step('finds a test by what the student would do, with the keyboard alone', async () => {
    const shin = tests.find((test) => test.id === 'lachman');
    await search(shin.described_as[0]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await focusIsOn(page, `[data-test="${shin.id}"]`);
    await page.keyboard.press('Enter');
    await panel().getByRole('heading', { name: shin.name }).waitFor();
    await focusIsOn(page, '#test-name');
    await panel().getByRole('button', { name: 'All tests' }).click();
    await focusIsOn(page, `[data-test="${shin.id}"]`);
  });

  step('shows a finding as a finding, with what belongs to it on paper', async () => {
    await choose(CASE.onPaper);
    await examine();
    await findings(1);
    await look(page, '51-finding');
    await inConversation()
      .first()
      .getByRole('button', { name: /^Look at/ })
      .click();
    const card = page.getByRole('dialog');
    await card.locator('.media-text').waitFor();
    assert.ok((await card.getByRole('heading').innerText()).length > 3);
    await look(page, '52-card');
    await card.getByRole('button', { name: 'Close' }).click();
  });

  step('asks for the side and for the patient’s agreement where they are missing', async () => {
    const both = tests.find((test) => test.sides && test.needs_consent);
    await choose(both.name);
    await examine();
    await panel().locator('#side-missing').waitFor();
    await page.keyboard.press('Space');
    await examine();
    await panel().locator('#consent-missing').waitFor();
    await look(page, '53-missing');
    await panel().getByLabel('I have explained this and the patient agrees').check();
    await examine();
    await findings(2);
    assert.match(await inConversation().last().innerText(), new RegExp(`${both.name}, left`));
    assert.doesNotMatch(await inConversation().last().innerText(), /normal/i);
  });

  step('stores a test once whose answer was lost', async () => {
    let lost = false;
    await page.route('**/examinations', async (route) => {
      if (lost) return route.fallback();
      lost = true;
      await route.fetch();
      await route.abort();
    });
    await choose(tests.find((test) => !test.sides && !test.needs_consent && test.region === 'General').name);
    await examine();
    await findings(3);
    await until('it is answered', 15_000, () =>
      panel().getByRole('button', { name: 'Examine', exact: true }).isVisible(),
    );
    await page.unroute('**/examinations');
    assert.equal((await examinations()).length, 3);
  });

  step('shows what a typed request found, in the same list', async () => {
    const { described_as: ways } = tests.find((test) => test.id === CASE.bySpeech);
    await say(page, ways[0]);
    await findings(4);
    const last = (await examinations()).at(-1);
    assert.equal(last.test_id, CASE.bySpeech);
    assert.equal(last.asked_by, 'voice');
  });

  step('lists them in the panel', async () => {
    await panel()
      .getByRole('button', { name: /^Findings/ })
      .click();
    assert.equal(await panel().locator('.findings .finding').count(), (await examinations()).length);
    await look(page, '54-findings');
  });

  step('has them again after a reload and in the plan, once each and in order', async () => {
    const seen = await items(page);
    await page.reload();
    await until('they are back', 15_000, async () => same(await items(page), seen));
    await connect(page, 'Type only');
    await goOnTo('Plan');
    await panel().waitFor();
    assert.deepEqual(
      await items(page),
      (await examinations()).map((one) => one.item_id),
    );
  });

  step('shows them to a follower, who cannot examine', async () => {
    const other = await visitor.context.newPage();
    await other.goto(`/#/follow/${sessionId}`);
    await until('they are there', 15_000, async () => same(await items(other), await items(page)));
    assert.equal(await other.locator('.examine').count(), 0);
    await look(other, '55-following-findings');
    await other.close();
    assert.deepEqual(
      visitor.faults.filter((fault) => !/ERR_FAILED/.test(fault)),
      [],
    );
  });

  const panel = () => page.getByRole('complementary', { name: /^Examination/ });
  const inConversation = () => page.locator('.script .finding');
  const items = (on) =>
    on.locator('.script .finding').evaluateAll((all) => all.map((one) => one.dataset.item));
  const examine = () => panel().getByRole('button', { name: 'Examine', exact: true }).click();
  const findings = (count) =>
    until(`there are ${count} findings`, 15_000, async () => (await inConversation().count()) === count);

  const same = (there, here) => there.join() === here.join();

  async function catalogue(id) {
    return (await (await fetch(`${stage.service.url}/api/v1/catalogs/${id}`)).json()).entries;
  }

  async function goOnTo(phase) {
    await page.getByRole('button', { name: `Go on to ${phase}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Go on to ${phase}` })
      .click();
    await page.locator('[aria-current=step]', { hasText: phase }).waitFor();
  }

  async function search(words) {
    const back = panel().getByRole('button', { name: 'All tests' });
    if (await back.isVisible()) await back.click();
    await panel().getByLabel('Search the tests').fill(words);
  }

  async function choose(name) {
    await search(name);
    await panel().locator('.tests').getByRole('button', { name, exact: true }).click();
  }

  async function examinations() {
    const events = await storedEvents(stage.service, page, sessionId);
    return events.flatMap((event) => event.examination ?? []);
  }
});
