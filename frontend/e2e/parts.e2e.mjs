import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { hold } from './device.mjs';
import { Encounter, enterFaculty, FOR_FACULTY, signIn } from './faculty.mjs';
import { setStage } from './stage.mjs';

const GROUPS = '**/assets/GroupsScreen-*.js';
const DEBRIEF = '**/assets/DebriefPanel-*.js';

describe('a part of the page that is loaded when it is opened', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let visitor, page;

  beforeEach(async () => {
    ({ visitor, page } = await enterFaculty(stage));
    await signIn(page);
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
  });
  afterEach(() => visitor.context.close());

  it('says so while it is loaded, and later that it does not come; another try finds what came since', async () => {
    const kim = await Encounter.begin(stage.service, { name: 'Kim Lee' });
    await page.clock.install();
    const answer = await hold(page, DEBRIEF);
    await page.goto(`/faculty#/session/${kim.id}`);
    await page.getByRole('button', { name: 'Debrief', exact: true }).click();
    const aside = page.getByRole('complementary', { name: 'Debrief' });
    await aside.getByText('One moment…').waitFor();
    await page.clock.fastForward(10_000);
    await aside.getByText('The service did not answer in time.').waitFor();
    const loaded = page.waitForResponse(DEBRIEF);
    answer();
    await (await loaded).finished();
    await aside.getByRole('button', { name: 'Try again' }).click();
    await aside.getByRole('button', { name: 'Print' }).waitFor();
  });

  it('comes with the page loaded anew when it could not be loaded, not while the service is out', async () => {
    const out = (route) => route.abort();
    await page.route(GROUPS, out);
    await page.route('**/health/live', out);
    await page.evaluate(() => (window.stayed = true));
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByText('The service cannot be reached.').waitFor();
    const asked = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/health/live'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await asked;
    await page.getByText('The service cannot be reached.').waitFor();
    assert.equal(await page.evaluate(() => window.stayed), true);
    await page.unroute(GROUPS, out);
    await page.unroute('**/health/live', out);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Groups' }).waitFor();
    assert.equal(await page.evaluate(() => window.stayed), undefined);
  });
});
