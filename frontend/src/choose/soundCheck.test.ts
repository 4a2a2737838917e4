import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallError, callTrouble } from '../call/troubles';
import { FakeMicrophone } from '../testing/fakeCall';
import { SoundCheck } from './soundCheck';

let clock: FakeClock;
let opened: FakeMicrophone[];
let loudness: number;
let remembered: (string | undefined)[];
/** While set, the browser waits for an answer to its question. */
let permission: Promise<void> | undefined;
let fault: Error | undefined;
let checking: SoundCheck;

beforeEach(() => {
  clock = new FakeClock();
  opened = [];
  loudness = 0.5;
  remembered = [];
  permission = undefined;
  fault = undefined;
  checking = new SoundCheck({
    open: async () => {
      await permission;
      if (fault) throw fault;
      const microphone = new FakeMicrophone(loudness);
      opened.push(microphone);
      return microphone;
    },
    remember: (microphone) => remembered.push(microphone),
    clock,
  });
});

const check = () => checking.store.get().check;
const words = () => {
  const now = check();
  return now.kind === 'failed' ? now.trouble.words : undefined;
};

describe('checking the microphone', () => {
  it('hears the student', async () => {
    await checking.begin();
    expect(check()).toMatchObject({ kind: 'on', sound: 'awaited' });
    await clock.move(250);
    expect(check()).toMatchObject({ kind: 'on', sound: 'heard' });
    checking.stop();
    expect(check().kind).toBe('idle');
    expect(opened[0]!.stopped).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('says after five seconds that it hears nothing', async () => {
    loudness = 0;
    await checking.begin();
    await clock.move(4_999);
    expect(check()).toMatchObject({ sound: 'awaited' });
    await clock.move(1);
    expect(check()).toMatchObject({ sound: 'missing' });
  });

  it.each([
    ['lost', 'unplugged'],
    ['muted-by-system', 'muted by the system'],
  ] as const)('says when the microphone is %s, whatever was heard before', async (health, why) => {
    await checking.begin();
    await clock.move(250);
    opened[0]!.become(health);
    expect(words()).toContain(why);
    expect(opened[0]!.stopped).toBe(true);
    await checking.begin();
    expect(check()).toMatchObject({ kind: 'on', sound: 'awaited' });
  });
});

describe('a question that nobody answers', () => {
  let answer: () => void;
  beforeEach(() => {
    permission = new Promise((resolve) => (answer = resolve));
  });

  it('is given up after a minute, with an explanation; a late microphone is turned off', async () => {
    const begun = checking.begin();
    await clock.move(59_999);
    expect(check().kind).toBe('asking');
    await clock.move(1);
    await begun;
    expect(words()).toContain('was not answered');
    answer();
    await settle();
    expect(opened[0]!.stopped).toBe(true);
    expect(check().kind).toBe('failed');
  });

  it('can be given up at any time', async () => {
    const begun = checking.begin();
    checking.stop();
    expect(check().kind).toBe('idle');
    answer();
    await begun;
    expect(opened[0]!.stopped).toBe(true);
    expect(check().kind).toBe('idle');
  });
});

describe('a microphone that is chosen', () => {
  it('is remembered once it opens, as is the choice to have none of one’s own', async () => {
    await checking.begin();
    await checking.begin('headset');
    await checking.begin('');
    expect(remembered).toEqual(['headset', undefined]);
  });

  it('is not remembered when it does not open', async () => {
    fault = new CallError(callTrouble('microphone_busy'));
    await checking.begin('headset');
    expect(remembered).toEqual([]);
    expect(words()).toContain('in use by another program');
  });
});
