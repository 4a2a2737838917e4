import { TranscriptFromJSON } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { lineLanguage } from '../debrief/names';
import type { DeviceSession } from '../device/sessions';
import { THE_PATIENT } from '../device/speaker';
import { shownLines } from '../encounter/shown';
import { told } from '../encounter/told';
import { scriptOf } from '../encounter/phases';
import { Sheet } from './TranscriptScreen';

const AT = '2026-11-27T10:04:00.000Z';
const turn = (itemId: string, role: string, text: string, seq: number) => ({
  item_id: itemId,
  role,
  text,
  seq,
  session_id: 'ses_1',
  created_at: AT,
  phase: 'objective',
});
const examination = {
  item_id: 'exa_1',
  test_id: 'lachman',
  name: 'Lachman test',
  outcome: 'found',
  reply: 'Ouch.',
  asked_by: 'panel',
};
const transcript = TranscriptFromJSON({
  session_id: 'ses_1',
  scenario_title: 'A knee',
  persona_name: 'Hana Suzuki',
  speaker: 'Joris',
  input_language: 'de',
  reply_language: 'ja',
  state: 'closed',
  created_at: AT,
  last_seq: 3,
  turn_count: 2,
  digest: '',
  duration_s: 60,
  complete: true,
  turns: [turn('itm_1', 'student', 'Guten Tag', 1), turn('itm_2', 'patient', 'Konnichiwa', 2)],
  examinations: [{ session_id: 'ses_1', type: 'examination', seq: 3, created_at: AT, examination }],
});

/** As the account of a student finds it once the case is withdrawn. */
const device = {
  sessionId: 'ses_1',
  personaName: THE_PATIENT,
  scenarioTitle: 'knee-after-football',
  scenarioCode: '',
  startedAt: Date.parse(AT),
} as DeviceSession;

function sheet(): string {
  const whole = told(transcript, undefined);
  const entries = scriptOf(shownLines(whole), whole.findings, []);
  return renderToStaticMarkup(createElement(Sheet, { script: { device, transcript, entries } }));
}

it('has the names that the transcript keeps, also once the case is withdrawn', () => {
  const shown = sheet();
  expect(shown).toContain('>Joris</h1>');
  expect(shown).toContain('A knee');
  expect(shown).toContain('<span class="name">Joris</span>');
  expect(shown).toMatch(/Hana: “/);
  expect(shown).not.toMatch(/>The\b|The:/);
});

it('is read aloud in the language of each who speaks, but for the case’s and the page’s own words', () => {
  const shown = sheet();
  expect(shown).toMatch(/<p[^>]* lang="de"[^>]*>Guten Tag/);
  expect(shown).toMatch(/<p[^>]* lang="ja"[^>]*>Konnichiwa/);
  expect(shown).toContain('Ouch.');
  expect(shown.match(/ lang=/g)).toHaveLength(2);
  const unwritten = { role: 'student', state: 'unwritten' } as const;
  expect(lineLanguage(unwritten, transcript)).toBeUndefined();
});
