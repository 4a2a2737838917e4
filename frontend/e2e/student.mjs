import { until } from './until.mjs';

/** What a student does on the page, in their words. */
export async function choose(page, scenarioId) {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Choose a case' }).waitFor();
  const cases = page.locator('input[name=case]');
  await (scenarioId ? page.locator(`input[name=case][value=${scenarioId}]`) : cases.first()).check();
  await page.locator('.door-card').waitFor();
}

/** Starts an encounter and stands in it without a call, as after a reload: the tests choose how it goes on. */
export async function startEncounter(page, scenarioId) {
  await choose(page, scenarioId);
  await page.getByRole('button', { name: /^Start (encounter|typing only)$/ }).last().click(); // prettier-ignore
  await page.waitForURL(/#\/encounter\/ses_/);
  await page.reload();
  return /ses_[A-Za-z0-9]+/.exec(page.url())[0];
}

export async function connect(page, how) {
  await callButton(page, how).click();
  await untilConnected(page);
}

/** Waits longer than the page itself, which gives up 45 s until the answer and 25 s from then. */
export function untilConnected(page) {
  return withWhatIsSeen(page, connected(page).waitFor({ timeout: 90_000 }));
}

/** The button that begins a call. With the simulator, "Speak" is called by what it does: nobody hears the student. */
export function callButton(page, how) {
  return page.getByRole('button', { name: how === 'Speak' ? /^(Speak|With microphone)$/ : how, exact: true });
}

/** Whose turn it is, as the page shows it. */
export function turn(page) {
  return page.locator('.talk').getAttribute('data-turn', { timeout: 1_000 });
}

/** Lets the page note from now on whose turn it is and the patient's last line, at each change: some last a moment. */
export function noteTurns(page) {
  return page.evaluate(() => {
    const note = () => {
      const line = [...document.querySelectorAll('.line.patient')].at(-1);
      window.turns.push({
        turn: document.querySelector('.talk')?.dataset.turn,
        partial: line?.classList.contains('partial') ? line.querySelector('.words p').textContent : undefined,
      });
    };
    window.noting?.disconnect();
    window.turns = [];
    window.noting = new MutationObserver(note);
    window.noting.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['class', 'data-turn'],
    });
    note();
  });
}

/** What was noted. */
export function notedTurns(page) {
  return page.evaluate(() => window.turns);
}

/** What the page shows while the call is connected; "Not connected" is something else. */
export function connected(page) {
  return page.locator('.pill', { hasText: /: Connected$/ });
}

/** Types a line. */
export async function say(page, words) {
  await page.getByLabel(/^Say to/).fill(words);
  await page.keyboard.press('Enter');
}

/** Types a line and waits until both it and an answer to it are saved. */
export async function ask(page, words) {
  const before = (await lines(page)).length;
  await say(page, words);
  const answered = async () => {
    const now = await lines(page);
    const mine = now.findIndex((line, i) => i >= before - 1 && line.text === words && line.state === 'saved');
    return mine >= 0 && now[mine + 1]?.who === 'patient' && now[mine + 1].state === 'saved';
  };
  await withWhatIsSeen(page, until(`"${words}" is answered and both are saved`, 20_000, answered));
}

/** Adds to a failure what the student sees then. */
async function withWhatIsSeen(page, expected) {
  try {
    await expected;
  } catch (error) {
    throw new Error(`${error.message}\n${JSON.stringify(await seen(page), null, 1)}`, { cause: error });
  }
}

async function seen(page) {
  const texts = (selector) => page.locator(selector).allInnerTexts();
  return {
    connection: await texts('.pill'),
    notices: await texts('.note'),
    call: await texts('.call-panel'),
    lines: (await lines(page)).map(({ who, state, text }) => `${who} ${state}: ${text}`),
    typed: await page.getByLabel(/^Say to/).inputValue({ timeout: 1_000 }).catch(() => undefined), // prettier-ignore
  };
}

/** The conversation as it is drawn. */
export function lines(page) {
  return page.locator('.line').evaluateAll((drawn) =>
    drawn.map((line) => ({
      item: line.dataset.item,
      who: line.classList.contains('student') ? 'student' : 'patient',
      state: ['partial', 'sending', 'waiting', 'saved', 'attention'].find((s) => line.classList.contains(s)),
      text: line.querySelector('.words p').textContent,
    })),
  );
}

/** Lets the page note again and again what its live connection has received: speech lasts only for seconds. */
export function noteReceived(page) {
  return page.evaluate(() => {
    window.received = [];
    setInterval(async () => {
      for (const peer of window.peers.filter((p) => p.connectionState === 'connected')) {
        for (const report of (await peer.getStats()).values()) {
          if (report.type === 'inbound-rtp' && report.kind === 'audio')
            window.received.push({ packets: report.packetsReceived, energy: report.totalAudioEnergy });
        }
      }
    }, 100);
  });
}

/** What was noted. */
export function received(page) {
  return page.evaluate(() => window.received);
}
