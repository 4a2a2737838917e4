import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { look } from './browser.mjs';
import { setStage } from './stage.mjs';
import { ask, callButton, connect, lines, say } from './student.mjs';
import { until } from './until.mjs';

const connections = (page) => page.evaluate(() => window.peers.length);

describe('on a server without the libraries of WebRTC', { timeout: 900_000 }, () => {
  // The property makes one of the libraries count as missing; where others are missing too, they are named as well.
  const hidden = '-Dviva.simulator.hidden_library=libXcomposite.so.1';
  const stage = setStage({ JAVA_TOOL_OPTIONS: hidden });
  let service, visitor, page;

  beforeEach(async () => {
    ({ service, visitor, page } = await stage.enter());
  });
  afterEach(() => visitor.context.close());

  it('explains what is missing, offers typing, and holds the encounter without a call', async () => {
    await page.getByText(/libXcomposite\.so\.1.*apt-get install/).waitFor();
    assert.equal(await callButton(page, 'Speak').count(), 0);
    await look(page, '40-no-libraries');
    await connect(page, 'Start typing');
    await ask(page, 'Hello');
    await ask(page, 'When did it start?');
    assert.equal(await connections(page), 0);
    assert.match(service.log(), /libxcomposite1/);
    assert.doesNotMatch(service.log(), /\n\tat /);
    assert.deepEqual(visitor.faults, []);
  });

  it('answers each of three lines typed in a row', async () => {
    await connect(page, 'Start typing');
    for (const words of ['Hello', 'When did it start?', 'What makes it worse?']) await say(page, words);
    await until('each has its answer', 30_000, async () => {
      const now = await lines(page);
      return (
        now.map((line) => line.who).join() === 'student,patient,student,patient,student,patient' &&
        now.every((line) => line.state === 'saved')
      );
    });
  });
});

describe('on a network that blocks UDP', { timeout: 900_000 }, () => {
  const stage = setStage({});
  let visitor, page;

  beforeEach(async () => {
    ({ visitor, page } = await stage.enter());
    // As behind such a firewall: no path but through a relay, and there is none.
    await visitor.context.addInitScript(() => {
      const Open = window.RTCPeerConnection;
      window.RTCPeerConnection = class extends Open {
        constructor(configuration) {
          super({ ...configuration, iceTransportPolicy: 'relay' });
        }
      };
    });
    await page.reload();
  });
  afterEach(() => visitor.context.close());

  it('offers typing when a call cannot connect', async () => {
    await callButton(page, 'Speak').click();
    await page.getByText('Type instead, which works on any network').waitFor();
    await connect(page, 'Type only');
    await ask(page, 'Hello');
  });
});
