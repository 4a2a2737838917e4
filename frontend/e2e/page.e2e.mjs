import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { look, newVisitor } from './browser.mjs';
import { problem } from './device.mjs';
import { setStage } from './stage.mjs';
import { choose } from './student.mjs';
import { until } from './until.mjs';

describe('the page before an encounter', { timeout: 900_000 }, () => {
  const stage = setStage();
  let page;

  beforeEach(async () => {
    const { context } = await newVisitor(stage.browser, stage.service.url);
    page = await context.newPage();
  });

  it('filters the cases, and says when none fits', async () => {
    await page.goto('/');
    const cases = page.locator('input[name=case]');
    await cases.first().waitFor();
    const all = await cases.count();
    await page.getByLabel('Difficulty').selectOption('introductory');
    assert.ok((await cases.count()) < all);
    await page.getByLabel('Region').selectOption({ label: 'Shoulder' });
    await page.getByText('No case fits this filter.').waitFor();
  });

  it('works with the keyboard alone', async () => {
    await page.goto('/');
    await page.locator('input[name=case]').first().waitFor();
    for (let i = 0; i < 12 && !(await focusedOn('case')); i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.locator('input[name=patient]').first().waitFor({ state: 'attached' });
    for (let i = 0; i < 12 && !(await focusedOn('patient')); i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await until('it can start', 5_000, () =>
      page.getByRole('button', { name: 'Start encounter' }).isEnabled(),
    );
  });

  it('waits as long as the service asks', async () => {
    await page.route('**/api/v1/sessions', problem(429, 'quota_exceeded', { 'Retry-After': '3' }));
    await choose(page);
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await page.getByText('Too many requests in a short time').waitFor();
    await look(page, '15-limit-reached');
    await page.unroute('**/api/v1/sessions');
    await page.getByRole('button', { name: 'Start encounter' }).click();
    await page.waitForURL(/#\/encounter\/ses_/);
  });

  it('explains that the service is unreachable', async () => {
    await page.route('**/api/v1/scenarios', (route) => route.abort());
    await page.goto('/');
    await page.getByText('The service cannot be reached.').waitFor();
    await page.unroute('**/api/v1/scenarios');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('input[name=case]').first().waitFor();
  });

  it('starts nobody as anyone while it cannot read how encounters start here', async () => {
    await page.route('**/api/v1/deployment', (route) => route.abort());
    await choose(page);
    await page.getByText('How an encounter starts here could not be read').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Start encounter' }).isDisabled());
    await look(page, '17-how-is-unknown');
    await page.unroute('**/api/v1/deployment');
    await page.getByRole('button', { name: 'Try again' }).click();
    await until('it can start', 5_000, () =>
      page.getByRole('button', { name: 'Start encounter' }).isEnabled(),
    );
  });

  it('opens nothing at an address copied from another device', async () => {
    await page.goto('/#/encounter/ses_AAAAAAAAAAAAAAAAAAAAAA');
    await page.getByRole('heading', { name: 'This encounter cannot be opened here' }).waitFor();
    await look(page, '16-not-opened-here');
    await page.goto('/#/nowhere');
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  });

  it('applies the chosen theme before the first paint', async () => {
    await page.goto('/#/');
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    await page.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => (window.early = document.documentElement.dataset.theme));
    });
    await page.reload();
    assert.equal(await page.evaluate(() => window.early), 'dark');
  });

  const focusedOn = (name) => page.evaluate((n) => document.activeElement?.getAttribute('name') === n, name);
});
