import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EventType, SessionEventFromJSON } from '../api/index.js';
import { isEvent } from './isEvent.js';

const event = (json: object) =>
  SessionEventFromJSON({ session_id: 'ses_1', seq: 3, created_at: '2026-11-02T10:12:00.000Z', ...json });

it('tells an event by its type and gives its member', () => {
  const gate = event({ type: 'gate', gate: { step: 'greeting', item_id: 'item_1' } });
  const said = isEvent(gate, 'gate') ? `${gate.gate.step} ${gate.gate.itemId}` : '';

  expect(said).toBe('greeting item_1');
  expect(isEvent(gate, 'examination')).toBe(false);
});

it('reads an examination', () => {
  const json = {
    item_id: 'item_2',
    test_id: 'lachman',
    name: 'Lachman test',
    outcome: 'found',
    finding: 'Soft',
    asked_by: 'student',
  };
  const done = event({ type: 'examination', examination: json });

  expect(isEvent(done, 'examination') && done.examination.finding).toBe('Soft');
});

it('is not misled by an event without its member or of an unknown type', () => {
  expect(isEvent(event({ type: 'gate' }), 'gate')).toBe(false);
  for (const type of Object.values(EventType)) expect(isEvent(event({ type: 'new' }), type)).toBe(false);
});

it('knows the members that the contract names', () => {
  const contract = readFileSync(new URL('../../../api/openapi.yaml', import.meta.url), 'utf8');
  const named = /^x-event-members: \{(.*)\}$/m
    .exec(contract)![1]!
    .split(', ')
    .map((pair) => pair.split(': '));

  for (const [type, member] of named) {
    const camel = member!.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    const whole = { ...event({ type }), [camel]: {} };
    expect(isEvent(whole, type as EventType), type).toBe(true);
  }
  expect(named).toHaveLength(Object.values(EventType).length);
});
