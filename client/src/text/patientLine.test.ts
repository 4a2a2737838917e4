import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captionText, patientLine } from './patientLine.js';

/** What the service's own tests read, too. */
const shared = JSON.parse(
  readFileSync(new URL('../../../src/test/resources/patient-line.json', import.meta.url), 'utf8'),
) as { given: string; kept: string; media: string[]; caption: string }[];

describe.each(shared)('$given', ({ given, kept, media, caption }) => {
  it('is kept without markers', () => {
    expect(patientLine(given)).toEqual({ text: kept, media });
    expect(patientLine(kept)).toEqual({ text: kept, media: [] });
  });

  it('is shown without markers', () => {
    expect(captionText(given)).toBe(caption);
  });
});

it('never shows a part of a marker, however the text is cut into pieces', () => {
  const whole = 'Here it is. [MEDIA:knee-xray] Do you see?';
  for (let end = 0; end <= whole.length; end++) {
    expect(captionText(whole.slice(0, end))).not.toMatch(/[[\]]|MEDIA|knee-xray/);
  }
});

it('takes little time for many brackets', () => {
  const before = performance.now();
  patientLine(']'.repeat(20_000));
  patientLine('[MEDIA:'.repeat(3_000));
  patientLine('[MEDIA:a]'.repeat(2_000));
  captionText('['.repeat(20_000));
  expect(performance.now() - before).toBeLessThan(2_000);
});
