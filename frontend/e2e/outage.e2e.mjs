import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setStage } from './stage.mjs';
import { ask, callButton, connect, connected, lines, say } from './student.mjs';
import { storedTurns } from './transcript.mjs';
import { until } from './until.mjs';

const RELAY = /\/api\/v1\/sessions\/[^/]+\/transcript(\/batch)?$/;
const BATCH = /\/transcript\/batch$/;
const skip = process.env.VIVA_URL ? 'a service that was not started here is not killed' : false;

describe('a service that is killed in a conversation', { timeout: 900_000, skip }, () => {
  // The server's own line to a call would bring lines by itself: here all of them have to come from the page.
  const stage = setStage({ VIVA_SIDEBAND: 'false' });
  let service, visitor, page, sessionId, batches;

  beforeEach(async () => {
    ({ service, visitor, page, sessionId } = await stage.enter());
    batches = [];
    page.on(
      'requestfinished',
      (request) => BATCH.test(request.url()) && batches.push(request.postDataJSON()),
    );
  });
  afterEach(() => visitor.context.close());

  it('has every line once after it was killed while lines were in flight', async () => {
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    for (const words of ['When did it start?', 'Where does it hurt?', 'Is it worse at night?'])
      await say(page, words);
    await until('lines come in', 15_000, async () => (await lines(page)).length > 3);
    await service.kill();
    const said = await settledLines();
    await callIsGone();
    await service.startAgain();
    await allSaved(said);
    await connectedAgain();
    await ask(page, 'Are you still there?');
    await sameAsStored();
  });

  it('receives the waiting lines in one batch, also after a reload during the outage', async () => {
    await connect(page, 'Speak');
    await ask(page, 'Hello');
    await page.route(RELAY, (route) => route.abort());
    await sayUnsaved('When did it start?', 4);
    await sayUnsaved('Where does it hurt?', 6);
    const said = await settledLines();
    await service.kill();
    await assert.rejects(page.reload(), 'nothing answers');
    await page.unroute(RELAY);
    await service.startAgain();
    await page.goto(`/#/encounter/${sessionId}`);
    await allSaved(said);
    await batchAnswered();
    assert.deepEqual(
      batches.map((batch) => batch.lines.map((line) => line.item_id)),
      [said.slice(2).map((line) => line.item)],
    );
    await sameAsStored();
  });

  it('receives a batch again after a lost answer, and stores it once', async () => {
    await connect(page, 'Speak');
    await page.route(RELAY, (route) => route.abort());
    await sayUnsaved('When did it start?', 2);
    await sayUnsaved('Where does it hurt?', 4);
    const said = await settledLines();
    let lost;
    await page.route(BATCH, async (route) => {
      if (lost) return route.fallback();
      lost = route.request().postDataJSON();
      const reply = await route.fetch();
      assert.equal(reply.status(), 200);
      await service.kill();
      await route.abort();
    });
    await page.unroute(RELAY);
    await until('the answer is lost', 40_000, () => lost);
    await until('the service is gone', 15_000, () =>
      fetch(service.url).then(
        () => false,
        () => true,
      ),
    );
    await service.startAgain();
    await allSaved(said);
    await batchAnswered();
    assert.deepEqual(batches.map(namesOf), [namesOf(lost)]);
    await sameAsStored();
  });

  const namesOf = (batch) => batch.lines.map((line) => `${line.item_id} ${line.text}`);

  /** Types a line that cannot be saved now, and waits until it and its answer are in the conversation. */
  async function sayUnsaved(words, inAll) {
    await say(page, words);
    await until(`${inAll} lines are there`, 20_000, async () => (await settledLines()).length === inAll);
  }

  /** The lines that count as said: whole, and so on this device at least. */
  async function settledLines() {
    return (await lines(page)).filter((line) => line.state === 'saved' || line.state === 'waiting');
  }

  async function allSaved(said) {
    await until('every line is saved', 90_000, async () => {
      const now = new Map((await lines(page)).map((line) => [line.item, line.state]));
      return said.every((line) => now.get(line.item) === 'saved');
    });
  }

  // The stream may show a line as saved before the request that stored it is over, or before it is sent again: only a
  // receipt takes lines off this device.
  const batchAnswered = () => until('the batch is answered', 60_000, () => batches.length > 0);

  /**
   * The page hangs up a call only seconds after its end, and may see the service come back before: "Connected" would
   * then be the old call, whose typed words come back to the field.
   */
  const callIsGone = () =>
    until('the page hangs up the call that is gone', 60_000, () =>
      page.evaluate(() => window.peers.at(-1).connectionState === 'closed'),
    );

  async function connectedAgain() {
    await until('the call is back', 90_000, async () => {
      // It gives up after a while of trying, and then waits to be asked.
      const offered = callButton(page, 'Speak');
      if (await offered.isVisible()) await offered.click({ timeout: 1_000 }).catch(() => undefined);
      return connected(page).isVisible();
    });
  }

  async function sameAsStored() {
    const [turns, drawn] = [await storedTurns(service, page, sessionId), await lines(page)];
    assert.deepEqual(
      turns.map((turn) => [turn.item_id, turn.text]),
      drawn.map((line) => [line.item, line.text]),
    );
  }
});
