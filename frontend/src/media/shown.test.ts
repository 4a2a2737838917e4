import type { Transcript } from '@viva/client';
import { createElement, type ComponentProps, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DeviceSession } from '../device/sessions';
import { LearnPart } from '../learn/LearnPart';
import { Shown } from './Shown';
import { WithMedia } from './WithMedia';

const AT = new Date(Date.UTC(2026, 10, 2, 10, 4));
const read = () => Promise.reject(new Error('not pressed here'));
const shown = createElement(Shown, { media: ['x-ray_report'] });
const html = (node: ReactNode) => renderToStaticMarkup(node);

describe('what the patient showed', () => {
  it('is opened by a button', () => {
    const props = { read, children: shown } satisfies ComponentProps<typeof WithMedia>;
    expect(html(createElement(WithMedia, props))).toMatch(/<button.*Look at: x ray report<\/button>/);
  });

  it('has its name and no button where it cannot be opened', () => {
    expect(html(shown)).toContain('x ray report');
    expect(html(shown)).not.toContain('<button');
  });

  it('can be opened beside the debrief, from a finding and from a line', () => {
    const transcript = {
      state: 'closed',
      personaName: 'Hana Suzuki',
      scenarioTitle: 'A knee',
      turns: [
        {
          seq: 1,
          itemId: 'p1',
          role: 'patient',
          text: 'Here.',
          media: ['letter'],
          source: 'provider',
          createdAt: AT,
        },
      ],
      examinations: [
        {
          seq: 2,
          createdAt: AT,
          examination: { itemId: 'e1', testId: 't', title: 'X-ray', outcome: 'found', media: ['x-ray'] },
        },
      ],
    } as unknown as Transcript;
    const device = { sessionId: 'ses_1', grant: 'g', personaName: 'Hana Suzuki' } as DeviceSession;
    const page = html(createElement(LearnPart, { device, transcript }));
    expect(page).toMatch(/<button[^>]*>(?:(?!<\/button>).)*Look at: letter/);
    expect(page).toMatch(/<button[^>]*>(?:(?!<\/button>).)*Look at: x ray/);
  });
});
