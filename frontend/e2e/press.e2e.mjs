import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { problem } from './device.mjs';
import { ask, Encounter, enterFaculty, FOR_FACULTY, signIn } from './faculty.mjs';
import { focusIsOn } from './focus.mjs';
import { setStage } from './stage.mjs';
import { until } from './until.mjs';

describe('what a teacher presses while the service is slow', { timeout: 900_000 }, () => {
  const stage = setStage(FOR_FACULTY);
  let visitor, page, service, kim;

  beforeEach(async () => {
    ({ service } = stage);
    kim = await Encounter.begin(service, { name: 'Kim Lee' });
    await kim.line('student', 'Hello. What brings you in today?');
    await kim.line('patient', 'It is my knee.');
    await kim.line('student', 'To sum up: it is your knee.');
    ({ visitor, page } = await enterFaculty(stage));
    await signIn(page);
    await page.getByRole('heading', { name: 'Practising now' }).waitFor();
  });
  afterEach(() => visitor.context.close());

  it('asks no more whether to do what is being done', async () => {
    await open('/debrief');
    const release = await holdAnswers('**/debrief/release', 'PUT');
    await press('Release to the student');
    await press('Release');
    await release.asked();
    await mustStayOpen('Release the debrief?', 'Not yet');
    assert.ok(await page.getByLabel(/^Also what was missed/).isDisabled());
    release.answer();
    await page.getByText(/^Released to Kim Lee on/).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    const end = await holdAnswers('**/end', 'POST');
    await press('End');
    await press('End encounter');
    await end.asked();
    await mustStayOpen('End this encounter?', 'Let it go on');
    end.answer();
    await page.getByText('The encounter ended').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    const erasure = await holdAnswers(`**/sessions/${kim.id}`, 'DELETE');
    await press('Erase');
    await page.getByLabel(/^Type erase/).fill('erase');
    await press('Erase for good');
    await erasure.asked();
    await mustStayOpen('Erase this encounter?', 'Keep it');
    erasure.answer();
    await page.getByText(/^Erased: the encounter of Kim Lee/).waitFor();
  });

  it('is told in the dialog when it could not be done, and can leave it', async () => {
    await open('/debrief');
    // What was released is read first: nobody releases before that is known.
    await page.getByText('Nobody has released it').waitFor();
    await page.route('**/debrief/release', problem(503, 'overloaded'));
    await press('Release to the student');
    await press('Release');
    await page.getByRole('dialog').getByText('The service is very busy just now.').waitFor();
    await focusIsOn(page, '[data-safe]');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('keeps a note as it is while it is stored, and the draft that was begun meanwhile', async () => {
    await open('/notes');
    const stored = await holdAnswers('**/notes', 'POST');
    await press('Add a note on the whole encounter');
    const field = page.getByLabel('Your note');
    await field.fill('Begins well.');
    await press('Save note');
    await stored.asked();
    assert.equal(await field.isEditable(), false);
    assert.ok(await page.getByRole('button', { name: 'Cancel' }).isDisabled());
    await press('Debrief');
    await press('Notes');
    await press('Add a note on the whole encounter');
    await field.fill('Sums up.');
    stored.answer();
    await until('the first is stored', 15_000, async () => (await notes()).join() === 'Begins well.');
    await passFrames();
    assert.equal(await field.inputValue(), 'Sums up.');
    await page.reload();
    await press('Add a note on the whole encounter');
    assert.equal(await field.inputValue(), 'Sums up.');
  });

  it('deletes one note with a double click, although the next one moves up', async () => {
    await open('/notes');
    const whole = page.getByRole('region', { name: 'On the whole encounter' });
    for (const text of ['First', 'Other']) {
      await press('Add a note on the whole encounter');
      await page.getByLabel('Your note').fill(text);
      await press('Save note');
      await whole.locator('.note-card', { hasText: text }).waitFor();
      await focusIsOn(page, '.add-note');
    }
    const at = middleOf(await whole.getByRole('button', { name: /First$/ }).boundingBox());
    await page.mouse.click(at.x, at.y);
    await whole.locator('.note-card', { hasText: 'First' }).waitFor({ state: 'detached' });
    assert.ok(covers(await whole.getByRole('button', { name: /Other$/ }).boundingBox(), at));
    await focusIsOn(page, '.note-card button');
    const deleted = [];
    page.on('request', (request) => request.method() === 'DELETE' && deleted.push(request.url()));
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    await passFrames();
    assert.deepEqual(deleted, []);
    assert.deepEqual(await notes(), ['Other']);
  });

  it('finds the fields of a rubric where they stay', async () => {
    const debrief = await holdAnswers('**/debrief', 'GET');
    await open('/assess');
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.criterion')) return;
        observer.disconnect();
        window.withCandidates = document.querySelector('.candidates') !== null;
      }).observe(document.body, { subtree: true, childList: true });
    });
    const rubric = page.waitForResponse(/\/rubrics\/./);
    await page.getByLabel('Rubric').selectOption({ label: 'Talking with a patient (14 criteria)' });
    await (await rubric).finished();
    await debrief.asked();
    await passFrames();
    debrief.answer();
    await page.locator('.candidates', { hasText: 'To sum up' }).waitFor();
    assert.equal(await page.evaluate(() => window.withCandidates), true);
  });

  it('leaves nothing of a draft in the tab after signing out, though it is saved in that moment', async () => {
    await open('/assess');
    await page.getByLabel('Rubric').selectOption({ label: 'Talking with a patient (14 criteria)' });
    await page.evaluate(holdFetchedPut);
    await page.locator('.criterion').first().getByRole('radio').first().check();
    await page.waitForFunction(() => window.answer);
    assert.deepEqual(await page.evaluate(draftsInTab), [true]);
    await page.evaluate(signOutBetweenFrames);
    assert.deepEqual(await page.evaluate(draftsInTab), []);
  });

  const open = (aside) => page.goto(`/faculty#/session/${kim.id}${aside}`);
  const press = (name) => page.getByRole('button', { name, exact: true }).click();

  async function notes() {
    const stored = await (await ask(service, `/sessions/${kim.id}/notes`)).json();
    return stored.notes.map(({ text }) => text);
  }

  /** Neither its button nor Escape closes the dialog. The browser prevents no second Escape. */
  async function mustStayOpen(title, no) {
    const dialog = page.getByRole('dialog', { name: title });
    assert.ok(await dialog.getByRole('button', { name: no }).isDisabled());
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await passFrames();
    assert.ok(await dialog.isVisible());
  }

  /** Lets requests wait until `answer` is called; `asked` waits for one. */
  async function holdAnswers(address, method) {
    let seen = false;
    let answer;
    const answered = new Promise((resolve) => (answer = resolve));
    await page.route(address, async (route) => {
      if (route.request().method() !== method) return route.fallback();
      seen = true;
      await answered;
      await route.continue();
    });
    return { asked: () => until(`${method} ${address} was sent`, 15_000, () => seen), answer };
  }

  /** Whatever the page does next is done. */
  async function passFrames() {
    for (let i = 0; i < 5; i += 1)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  }
});

const middleOf = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
const covers = (box, { x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;

/** In the page: the answer to a PUT comes when `answer` is called. */
function holdFetchedPut() {
  const real = window.fetch;
  window.fetch = async (address, init) => {
    const reply = await real(address, init);
    if (init?.method !== 'PUT') return reply;
    const { status, headers } = reply;
    const body = await reply.text();
    await new Promise((answer) => (window.answer = answer));
    return new Response(body, { status, headers });
  };
}

function draftsInTab() {
  return Object.keys(sessionStorage)
    .filter((name) => name.startsWith('viva-assess-'))
    .map((name) => JSON.parse(sessionStorage.getItem(name)).unsaved);
}

/** In the page: signs out, and lets the answer come before the next frame. */
async function signOutBetweenFrames() {
  const { requestAnimationFrame, setTimeout } = window;
  window.requestAnimationFrame = () => 0;
  window.setTimeout = () => 0;
  [...document.querySelectorAll('button')].find((one) => one.textContent === 'Sign out').click();
  window.answer();
  const { port1, port2 } = new MessageChannel();
  for (let i = 0; i < 100; i += 1)
    await new Promise((next) => {
      port1.onmessage = next;
      port2.postMessage(0);
    });
  Object.assign(window, { requestAnimationFrame, setTimeout });
}
