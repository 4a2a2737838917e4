import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { look, mustBeAccessible, mustNotOverflow, newVisitor } from './browser.mjs';
import { setStage } from './stage.mjs';

/**
 * In the page: leaves one operation and one schema. All are drawn by the same code, and axe takes half a minute to look
 * at all of them in each colour and width.
 */
function keepOne() {
  const others = 'section.operation:not(#relayTranscript), section.component:not(#schema-Debrief)';
  for (const section of document.querySelectorAll(others)) section.remove();
}

describe('the pages about the contract', { timeout: 900_000 }, () => {
  const stage = setStage();
  let page, faults, asked;

  beforeEach(async () => {
    const visitor = await newVisitor(stage.browser, stage.service.url);
    faults = visitor.faults;
    page = await visitor.context.newPage();
    asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
  });

  const mustBeCalmAndOffline = () => {
    assert.deepEqual(faults, []);
    assert.deepEqual([...new Set(asked)], [stage.service.url]);
  };

  it('shows operations, examples and refusals to everyone', async () => {
    await page.goto('/docs');
    await page.getByRole('link', { name: 'Relay one line' }).first().click();
    assert.match(page.url(), /#relayTranscript$/);
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await mustBeAccessible(page, 'the whole contract');
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await mustNotOverflow(page, `the whole contract (${width} px)`);
    }
    await page.evaluate(keepOne);
    await look(page, '30-contract');
    mustBeCalmAndOffline();
  });

  it('finds an operation by its words, and says when nothing has them', async () => {
    await page.goto('/docs');
    const search = page.getByLabel('Search the contract');
    await search.fill('relay line');
    await page
      .locator('search')
      .getByRole('link', { name: /relayTranscript\)/ })
      .waitFor();
    await search.fill('zebra crossing');
    await page.getByText('Nothing has these words.').waitFor();
    await search.fill('debrief');
    const debrief = page.locator('search').getByRole('link', { name: /\(getDebrief\)/ });
    await debrief.click();
    assert.match(page.url(), /#getDebrief$/);
    await search.press('Escape');
    await page.getByRole('link', { name: 'Relay one line' }).first().waitFor();
    await page.goto('/docs');
    await search.fill('debrief');
    await debrief.waitFor();
    await page.evaluate(keepOne);
    await look(page, '33-search', { within: 'search' });
    mustBeCalmAndOffline();
  });

  it('links an operation to its problems, and those to all problems', async () => {
    await page.goto('/docs#relayTranscript');
    await page.locator('#relayTranscript details', { hasText: 'Refusals' }).locator('summary').click();
    await page.locator('#relayTranscript').getByRole('link', { name: 'session_ended' }).click();
    await page.getByRole('heading', { name: 'Session ended' }).waitFor();
    await page.getByText('"code" : "session_ended"').waitFor();
    await look(page, '31-problem');
    await page.getByRole('link', { name: 'Problems' }).click();
    await page.getByRole('link', { name: 'quota_exceeded' }).waitFor();
    await look(page, '32-problems');
    mustBeCalmAndOffline();
  });
});
