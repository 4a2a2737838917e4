import { describe, expect, it } from 'vitest';
import { readers } from './doorWords';

describe('who hears what is said, and for how long', () => {
  const words = (...given: Parameters<typeof readers>) => readers(...given).join(' ');

  it('is told where nothing is erased by age', () => {
    expect(words({ provider: 'simulator' })).toMatch(/kept until your teachers erase them\.$/);
  });

  it('is told where an encounter is erased after a while', () => {
    expect(words({ provider: 'simulator', retentionS: 30 * 86_400 })).toContain(
      'erased 30 days after the end',
    );
  });

  it('names the voice service, which keeps things by its own terms', () => {
    const told = words({ provider: 'openai', voiceService: 'api.openai.com' });
    expect(told).toContain('The sound is not kept here.');
    expect(told).toMatch(/voice service \(api\.openai\.com\) hears you.*Its own terms/);
    expect(words({ provider: 'simulator' })).not.toContain('voice service');
  });

  it('promises nothing while it is not known', () => {
    expect(words(undefined)).toMatch(/The words are kept here, the sound is not\.$/);
    expect(words(undefined)).not.toMatch(/erase/);
  });
});
