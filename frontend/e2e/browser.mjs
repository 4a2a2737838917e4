import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { PATIENCE, until } from './until.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

const shots = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Chromium with a fake microphone, and a note of everything that went wrong in its pages. */
export async function startBrowser() {
  mkdirSync(shots, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: 180_000 });
  return { browser, stop: () => browser.close() };
}

/**
 * A visitor with storage of their own.
 *
 * @param hearing whether they hear the patient: then words appear as slowly as they are spoken. Most tests do not wait.
 */
export async function newVisitor(browser, baseURL, { hearing = false, ...options } = {}) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    permissions: ['microphone'],
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  if (!hearing) {
    await context.addInitScript(() => {
      try {
        const quiet = JSON.stringify({ muted: true, volume: 1 });
        if (!localStorage.getItem('viva-sound')) localStorage.setItem('viva-sound', quiet);
      } catch {
        // A frame without an origin has no storage, and no sound either.
      }
    });
  }
  // Lets the test read the statistics of the page's connections, which the page does not show.
  await context.addInitScript(() => {
    const Real = window.RTCPeerConnection;
    window.peers = [];
    window.RTCPeerConnection = class extends Real {
      constructor(...args) {
        super(...args);
        window.peers.push(this);
      }
    };
  });
  const faults = [];
  context.on('weberror', (e) => faults.push(`error: ${e.error().message}`));
  context.on('console', (message) => {
    // A 404 says that there is no reflection yet. The browser calls it an error; any other status is one.
    if (message.location().url.endsWith('/reflection') && message.text().includes('404')) return;
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  return { context, faults };
}

/** Rules whose result depends on colours. They take most of axe's time. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** Not among axe's rules unless asked for (WCAG 2.5.8). */
const SIZES = { 'target-size': { enabled: true } };
const ALL = { rules: SIZES };
const ONLY_COLOURS = { runOnly: { type: 'rule', values: COLOURS } };
const WITHOUT_COLOURS = {
  rules: { ...SIZES, ...Object.fromEntries(COLOURS.map((rule) => [rule, { enabled: false }])) },
};

/**
 * Fails when axe finds anything on the page as it stands, or within one element of it.
 *
 * @param rules which of axe's rules to apply
 */
export async function mustBeAccessible(page, what, within = 'html', rules = ALL) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const options = { resultTypes: ['violations'], ...rules };
  const found = await page.evaluate(([part, how]) => window.axe.run(part, how), [within, options]);
  const told = found.violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')} – ${v.help}`,
  );
  if (told.length > 0) throw new Error(`axe on ${what}:\n${told.join('\n')}`);
}

/**
 * Looks at a screen as everyone would: light and dark, wide and narrow, each photographed; narrowest, also in forced colours.
 * Axe repeats only what can differ: in dark and in forced colours the rules about colours, and at 320 px, where the
 * colours are those of 390 px, the others.
 *
 * @param within the one element to look at with axe, where the rest of the screen was looked at before
 */
export async function look(page, name, { within } = {}) {
  const size = page.viewportSize();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const rules = colorScheme === 'light' ? ALL : ONLY_COLOURS;
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
      await mustBeAccessible(page, `${name} (${colorScheme}, ${width} px)`, within, rules);
      await mustNotOverflow(page, `${name} (${width} px)`);
      await photograph(page, `${name}-${colorScheme}-${width}`);
    }
  }
  await page.setViewportSize({ width: 320, height: 568 });
  for (const forcedColors of ['none', 'active']) {
    await page.emulateMedia({ forcedColors });
    const rules = forcedColors === 'active' ? ONLY_COLOURS : WITHOUT_COLOURS;
    await mustNotOverflow(page, `${name} (320 px)`);
    await mustBeAccessible(page, `${name} (320 px, forced colours ${forcedColors})`, within, rules);
  }
  await page.emulateMedia({ forcedColors: 'none' });
  await page.setViewportSize(size);
}

export async function photograph(page, name) {
  await page?.screenshot({ path: `${shots}${name}.png` });
}

export async function mustNotOverflow(page, what) {
  // The page's scripts may still be laying it out for a size that it has just got.
  let over;
  const fits = async () => {
    over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    return over <= 0;
  };
  await until(`${what} fits into the window`, PATIENCE, fits).catch((cause) => {
    throw new Error(`${what} is ${over} px wider than the window.`, { cause });
  });
}
