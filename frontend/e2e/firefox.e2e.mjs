import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe } from './browser.mjs';
import { hasFirefox, startFirefox } from './firefox.mjs';
import { startService } from './service.mjs';
import { until } from './until.mjs';

const ENTER = '\uE007';
const skip = hasFirefox ? false : 'there is no Firefox: install firefox-esr, or set FIREFOX';

describe('in Firefox', { timeout: 900_000, skip }, () => {
  let service, firefox, page;

  before(async () => {
    if (skip) return;
    service = await startService();
    firefox = await startFirefox();
    page = firefox.page;
  });
  after(async () => {
    await firefox?.stop();
    await service?.stop();
  });

  const lines = () =>
    page.run(`return [...document.querySelectorAll('.line')].map((line) => line.className + ': ' + line.querySelector('.words p').textContent)`); // prettier-ignore
  const accessible = async () => {
    await page.run(axe);
    const found = await page.wait(`window.axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ' ' + v.nodes.map((n) => n.target.join(' ')).join(', ')))`); // prettier-ignore
    assert.deepEqual(found, []);
  };

  it('holds an encounter in a call, and shows the complete transcript', async () => {
    await page.goto(`${service.url}/`);
    await page.run(`localStorage.setItem('viva-sound', '{"muted":true,"volume":1}')`);
    await page.click('input[name=case]');
    await accessible();
    await page.click('button', 'Start encounter');
    await until('the call is connected', 60_000, async () =>
      /Connected/.test(await page.run(`return document.querySelector('.pill')?.textContent ?? ''`)),
    );
    await page.type('#say', 'Good morning, what brings you in today?');
    await page.type('#say', ENTER);
    await until('the line is answered', 60_000, async () => {
      const [asked, answered] = await lines();
      return /saved/.test(asked) && /patient saved/.test(answered);
    });
    await accessible();
    await page.click('button', 'End');
    await page.click('button', 'End encounter');
    await until('the transcript is complete', 60_000, () =>
      page.run(`return document.querySelector('[data-verdict=complete]') !== null`),
    );
    await accessible();
  });
});
