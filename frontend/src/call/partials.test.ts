import { describe, expect, it } from 'vitest';
import { FakeClock } from '@viva/client/testing';
import { PartialRelay } from './partials';

function relay(pauseMs = 0) {
  const clock = new FakeClock();
  const sent: string[] = [];
  const partials = new PartialRelay(async (line) => {
    sent.push(line.text);
    return { pauseMs };
  }, clock);
  const say = (text: string, itemId = 'a') => partials.offer({ itemId, role: 'patient', text });
  return { clock, sent, partials, say };
}

describe('partials', () => {
  it('are relayed at a limited rate, always the newest', async () => {
    const { clock, sent, say } = relay();
    for (let i = 0; i < 30; i++) {
      say(`word ${i}`);
      await clock.move(100);
    }
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent[0]).toBe('word 0');
    expect(sent.at(-1)).toMatch(/word 2[4-9]/);
  });

  it('stop after their final line', async () => {
    const { clock, sent, partials, say } = relay();
    say('one');
    say('one two');
    partials.done('a');
    await clock.move(5000);
    expect(sent).toEqual(['one']);
  });

  it('pause as long as the service asks', async () => {
    const { clock, sent, say } = relay(5000);
    say('one');
    await clock.move(700);
    say('two');
    await clock.move(3000);
    say('three');
    await clock.move(2000);
    say('four');
    await clock.move(1000);
    expect(sent).toEqual(['one', 'four']);
  });

  it('stop with the call', async () => {
    const { clock, sent, partials, say } = relay();
    say('one');
    say('two');
    partials.stop();
    await clock.move(5000);
    expect(sent).toEqual(['one']);
    expect(clock.waiting).toBe(0);
  });
});
