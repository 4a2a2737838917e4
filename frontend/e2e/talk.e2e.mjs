import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look } from './browser.mjs';
import { callOf, sayAloud, SIMULATOR_KEY } from './simulator.mjs';
import { setStage } from './stage.mjs';
import { ask, connect, lines, notedTurns, noteTurns, say, turn } from './student.mjs';
import { until } from './until.mjs';

const QUESTION = 'Good morning, what brings you in today?';

describe('talking with a patient who is heard', { timeout: 900_000 }, () => {
  const stage = setStage({ VIVA_SIMULATOR_KEY: SIMULATOR_KEY });
  let service, visitor, page;

  beforeEach(async () => {
    ({ service, visitor, page } = await stage.enter({ hearing: true }));
  });
  afterEach(() => visitor.context.close());

  it('shows who listens, thinks and speaks, and the words as they are spoken', async () => {
    await connect(page, 'Hear and type');
    await turns('listening');
    await noteTurns(page);
    await say(page, QUESTION);
    await was('thinking');
    await was('speaking');
    const early = await until('some words are there', 5_000, async () =>
      (await notedTurns(page)).map((one) => one.partial).find((words) => words?.length > 8),
    );
    await look(page, '60-speaking');
    await until('the answer is whole', 40_000, async () => (await answer()).state === 'saved');
    assert.ok((await answer()).text.length > early.length, 'the words came one after the other');
    await turns('listening');
    const order = (await notedTurns(page)).map((one) => one.turn);
    assert.ok(order.indexOf('thinking') < order.indexOf('speaking'));
    assert.deepEqual(visitor.faults, []);
  });

  it('interrupts the patient with a typed line, and answers it', async () => {
    await connect(page, 'Hear and type');
    const times = await interrupt(() => say(page, 'Sorry, when did it start?'));
    await until('all are answered', 40_000, () => answered(2 * times));
  });

  it('lets a spoken line interrupt the patient', async () => {
    const call = await callOf(service, () => connect(page, 'With microphone'));
    await interrupt(() => sayAloud(service, call, { says: 'When did it start?' }));
  });

  it('answers each of three questions typed while the patient thinks', async () => {
    await page.evaluate(() => localStorage.setItem('viva-sound', '{"muted":true,"volume":1}'));
    await page.reload();
    await connect(page, 'Hear and type');
    for (const words of ['Hello', 'When did it start?', 'What makes it worse?']) await say(page, words);
    await until('each has its answer', 30_000, async () => {
      const now = await lines(page);
      return (
        now.map((line) => line.who).join() === alternating(3) && now.every((line) => line.state === 'saved')
      );
    });
  });

  it('turns the patient’s voice off and on, louder and softer, and remembers it', async () => {
    await connect(page, 'Hear and type');
    await noteTurns(page);
    await say(page, QUESTION);
    await was('speaking');
    await page.getByRole('button', { name: /voice off$/ }).click();
    await until('all words are there', 5_000, async () => (await answer())?.state === 'saved');
    await page.getByRole('button', { name: 'Volume and devices' }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByRole('slider').inputValue(), '0');
    await dialog.getByRole('slider').fill('40');
    await look(page, '61-devices');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /voice off$/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Volume and devices' }).click();
    assert.equal(await page.getByRole('slider').inputValue(), '40');
  });

  it('turns the microphone on in a call that began without one, and takes another', async () => {
    await connect(page, 'Hear and type');
    await page.getByRole('button', { name: 'Turn microphone on' }).click();
    await page.getByRole('button', { name: 'Turn microphone off' }).waitFor();
    await page.getByRole('button', { name: 'Volume and devices' }).click();
    const microphones = page.getByRole('combobox', { name: 'Microphone' });
    await microphones.locator('option').nth(1).waitFor({ state: 'attached' });
    const other = await microphones.locator('option').last().innerText();
    await microphones.selectOption({ label: other });
    await until('the other microphone is sent', 10_000, async () => (await sent()) === other);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await ask(page, 'Hello');
    assert.equal(await page.evaluate(() => window.peers.length), 1, 'it is the same call');
    assert.deepEqual(visitor.faults, []);
  });

  /**
   * Lets the student speak while the patient speaks, until that interrupts the patient: a slow machine may be too late.
   * Answers how often.
   */
  async function interrupt(speak) {
    const marked = page.locator('.line.patient .marks', { hasText: 'Interrupted' });
    for (let times = 1; ; times++) {
      await turns('listening');
      await noteTurns(page);
      await say(page, QUESTION);
      await was('speaking');
      await speak();
      const how = await until('the patient is interrupted', 40_000, async () =>
        (await marked.first().isVisible()) ? 'in time' : (await answered(2 * times)) && 'too late',
      );
      if (how === 'in time') return times;
      assert.ok(times < 5, 'the patient was never interrupted');
    }
  }

  /** Whether each of so many lines of the student has its answer. */
  async function answered(said) {
    const now = await lines(page);
    return now.map((line) => line.who).join() === alternating(said) && now.at(-1).state === 'saved';
  }

  const alternating = (said) => Array(said).fill('student,patient').join();
  const was = (wanted) =>
    until(`it was ${wanted}`, 20_000, async () =>
      (await notedTurns(page)).some((one) => one.turn === wanted),
    );
  const turns = (wanted) => until(`it is ${wanted}`, 20_000, async () => (await turn(page)) === wanted);
  const answer = async () => (await lines(page)).filter((line) => line.who === 'patient').at(-1);
  const sent = () => page.evaluate(() => window.peers[0].getSenders()[0].track?.label);
});
