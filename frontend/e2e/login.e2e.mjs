import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import { look, newVisitor, startBrowser } from './browser.mjs';
import { grantOf, hold, keptOn } from './device.mjs';
import { startIdentityProvider } from './identityProvider.mjs';
import { freePort, startService } from './service.mjs';
import { stepsOf } from './steps.mjs';
import { ask, choose, untilConnected } from './student.mjs';
import { until } from './until.mjs';

// The name that the identity provider's page asks for makes who comes; any password does.
async function logIn(page, person) {
  await page.locator('input[name=login]').fill(person);
  await page.locator('input[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

const start = (page) => page.getByRole('button', { name: 'Start typing only' });
const logInAndStart = (page) => page.getByRole('button', { name: 'Log in to start' });

describe('with an identity provider', { timeout: 900_000 }, () => {
  let provider, service, chromium, student, page, faculty, board, sessionId, third, tablet;
  const step = stepsOf(() => board ?? page);

  before(async () => {
    const port = await freePort();
    provider = await startIdentityProvider(`http://localhost:${port}`);
    service = await startService({ ...provider.environment, VIVA_PORT: port, VIVA_STUDENTS: 'oidc' });
    chromium = await startBrowser();
    student = await newVisitor(chromium.browser, service.url);
    page = await student.context.newPage();
  });
  after(async () => {
    await chromium?.stop();
    await service?.stop();
    await provider?.stop();
  });

  step('a student is sent to log in, and may change their mind', async () => {
    await choose(page, 'knee-after-football');
    await page.getByText('log in with your institution first').waitFor();
    await look(page, '70-login-needed');
    await logInAndStart(page).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByText('The login was cancelled or refused.').waitFor();
    await page.waitForURL(({ search }) => search === ''); // No code and no state stay in the address.
    await look(page, '71-login-refused');
  });

  step('logs in, finds the choice as it was, and starts under their own name', async () => {
    await page.locator('.door-card').waitFor();
    await logInAndStart(page).click();
    await logIn(page, 'kim');
    await page.getByText('You practise as Kim Lee.').waitFor();
    await page.locator('input[name=case][value=knee-after-football]:checked').waitFor();
    await look(page, '72-logged-in');
    await start(page).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    sessionId = /ses_[A-Za-z0-9]+/.exec(page.url())[0];
    await untilConnected(page);
    await ask(page, 'Hello');
    const grant = await grantOf(page, sessionId);
    const session = await api(`/sessions/${sessionId}`, grant);
    assert.deepEqual(session.participant, { name: 'Kim Lee', group: 'PT-2B' });
  });

  step('is still logged in after a reload, and knows their sessions', async () => {
    await page.goto('/');
    await page.reload();
    await page.getByText('You practise as Kim Lee.').waitFor();
    const mine = await api('/me/sessions', await tokenOf(page));
    assert.deepEqual(
      mine.sessions.map((one) => one.session_id),
      [sessionId],
    );
  });

  step('saves what was said in their encounters as one file', async () => {
    await page.getByRole('link', { name: 'My encounters' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ]);
    const { sessions } = JSON.parse(await readFile(await file.path(), 'utf8'));
    assert.equal(sessions[0].session.session_id, sessionId);
    assert.ok(sessions[0].turns.some(({ text }) => text === 'Hello'));
  });

  step('finds their encounters on another device, and may read them there', async () => {
    const elsewhere = await newVisitor(chromium.browser, service.url);
    const other = await elsewhere.context.newPage();
    await other.goto(`/#/transcript/${sessionId}`);
    await other.getByRole('heading', { name: 'This encounter cannot be opened here' }).waitFor();
    await logInAndStart(await chosen(other)).click();
    await logIn(other, 'kim');
    await other.getByText('You practise as Kim Lee.').waitFor();
    // The list must need nothing of the page that is not loaded yet.
    await other.route('**/assets/**', () => undefined);
    await other.getByRole('link', { name: 'My encounters' }).click();
    await other.getByText('still open, on another device').waitFor();
    await other.unroute('**/assets/**');
    await look(other, '77-mine-elsewhere');
    await other.goto(`/#/transcript/${sessionId}`);
    await other.locator('.sheet .line.student', { hasText: 'Hello' }).waitFor();
    await other.goto('/#/mine');
    await other.getByRole('button', { name: /^Continue here with / }).click();
    await other.waitForURL(/#\/encounter\/ses_/);
    await other.locator('.line.student', { hasText: 'Hello' }).waitFor();
    await other.getByRole('button', { name: 'Hear and type' }).click();
    await untilConnected(other);
    await ask(other, 'Hello again');
    await other.reload();
    await other.locator('.line.student', { hasText: 'Hello again' }).waitFor();
    await elsewhere.context.close();
  });

  step('cannot start before the login is checked, and nothing moves then', async () => {
    third = await newVisitor(chromium.browser, service.url);
    tablet = await third.context.newPage();
    const answer = await hold(tablet, `${provider.issuer}/token`);
    await logInAndStart(await chosen(tablet)).click();
    await logIn(tablet, 'kim');
    const bar = tablet.locator('.start-bar');
    const begin = bar.getByRole('button', { name: 'Start encounter' });
    await begin.waitFor();
    await tablet.getByText('Checking your login…').waitFor();
    assert.ok(await begin.isDisabled());
    const before = await bar.boundingBox();
    answer();
    await tablet.getByText('You practise as Kim Lee.').waitFor();
    assert.ok(await begin.isEnabled());
    assert.deepEqual(await bar.boundingBox(), before);
  });

  step('takes an encounter over once, and goes there only from where they asked', async () => {
    await tablet.getByRole('link', { name: 'My encounters' }).click();
    const answer = await hold(tablet, '**/api/v1/sessions/*/grants');
    const continueHere = tablet.getByRole('button', { name: /^Continue here with / });
    await continueHere.click();
    assert.ok(await continueHere.isDisabled());
    await tablet.goto('/#/');
    await tablet.locator('.card').first().waitFor();
    answer();
    await until('the device keeps it', 20_000, async () => (await keptOn(tablet)).length === 1);
    assert.equal(await tablet.evaluate(() => location.hash), '#/');
    await third.context.close();
  });

  step('a member of faculty logs in and sees who practises', async () => {
    faculty = await newVisitor(chromium.browser, service.url);
    board = await faculty.context.newPage();
    await board.goto('/faculty');
    await board.getByRole('button', { name: 'Sign in with your institution' }).waitFor();
    await look(board, '73-faculty-login');
    await board.getByRole('button', { name: 'Sign in with your institution' }).click();
    await logIn(board, 'ada');
    await board.getByText('Kim Lee').first().waitFor();
    await board.waitForURL(({ search }) => search === '');
    await look(board, '74-faculty-logged-in');
  });

  step('a student is no faculty, and is told so', async () => {
    const other = await student.context.newPage();
    await other.goto('/faculty');
    await other.getByRole('button', { name: 'Sign in with your institution' }).click();
    await other.getByText('but not as faculty').waitFor();
    await look(other, '75-not-faculty');
    await other.close();
  });

  step('who is logged in goes on while the identity provider is out', async () => {
    await provider.stop();
    await start(await chosen(page)).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    await untilConnected(page);
    await ask(page, 'Hello');
    await board.reload();
    await board.getByText('Kim Lee').first().waitFor();
  });

  step('nobody can log in meanwhile, and the page says so', async () => {
    const visitor = await newVisitor(chromium.browser, service.url);
    const late = await visitor.context.newPage();
    await choose(late, 'knee-after-football');
    await logInAndStart(late).click();
    await late.getByText('Your institution’s login cannot be reached just now.').waitFor();
    await look(late, '76-identity-provider-out');
    await visitor.context.close();
  });

  step('an expired token is renewed once the identity provider is back', async () => {
    await page.goto('/');
    await expire(page);
    await start(await chosen(page)).click();
    await page.getByText('Your institution’s login cannot be reached just now.').waitFor();
    await provider.startAgain();
    const before = await tokenOf(page);
    await start(page).click();
    await page.waitForURL(/#\/encounter\/ses_/);
    assert.notEqual(await tokenOf(page), before);
  });

  step('logging out ends the login at the institution too', async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await logInAndStart(await chosen(page)).click();
    await page.locator('input[name=login]').waitFor();
  });

  step('nothing else went wrong in the browser, and no log holds a name or a token', () => {
    const unexpected = [...student.faults, ...faculty.faults].filter(
      (fault) => !/net::ERR|status of 40/.test(fault),
    );
    assert.deepEqual(unexpected, []);
    // As words: random ids are letters too. Each token begins as a word that no id begins with.
    assert.doesNotMatch(service.log(), /\b(Kim|Ada)\b|\beyJ\w{8}/);
  });

  async function chosen(where) {
    await choose(where, 'knee-after-football');
    return where;
  }

  async function api(path, token) {
    const reply = await fetch(`${service.url}/api/v1${path}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(reply.status, 200, path);
    return reply.json();
  }
});

const kept = () => Object.entries(sessionStorage).find(([name]) => name.startsWith('viva-login.user:'));

/** The token that the page keeps in its tab. */
async function tokenOf(page) {
  return JSON.parse((await page.evaluate(kept))[1]).access_token;
}

/** Lets the tab believe that an hour has passed since the login. */
async function expire(page) {
  const [name, user] = await page.evaluate(kept);
  const past = JSON.stringify({ ...JSON.parse(user), expires_at: 1 });
  await page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [name, past]);
}
