import type { PersonaView, ScenarioView } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { fitting, inLearningOrder, languageName, matching, regionsOf } from './cases';

const scenario = (id: string, region: string, difficulty: ScenarioView['difficulty']): ScenarioView => ({
  scenarioId: id,
  code: id.toUpperCase(),
  title: id,
  setting: 'Clinic',
  region,
  difficulty,
  level: 'First year',
  task: '…',
  minutes: 20,
  briefing: '…',
  roles: [],
  personaIds: ['walter', 'hana', 'gone'],
});
const persona = (personaId: string): PersonaView => ({
  personaId,
  name: personaId,
  age: 30,
  sex: 'female',
  pronouns: 'she/her',
  occupation: 'x',
  summary: 'x',
});
const all = [
  scenario('knee', 'Knee', 'introductory'),
  scenario('back', 'Back', 'advanced'),
  scenario('knee-2', 'Knee', 'advanced'),
];

describe('choosing', () => {
  it('filters by region and difficulty together', () => {
    expect(matching(all, { region: 'Knee', difficulty: 'advanced' }).map((s) => s.scenarioId)).toEqual([
      'knee-2',
    ]);
    expect(matching(all, { region: '', difficulty: '' })).toHaveLength(3);
  });

  it('offers each region once, sorted', () => {
    expect(regionsOf(all)).toEqual(['Back', 'Knee']);
  });

  it('offers the patients that fit the case, if they exist', () => {
    const patients = fitting(all[0]!, [persona('hana'), persona('ruth'), persona('walter')]);
    expect(patients.map((p) => p.personaId)).toEqual(['walter', 'hana']);
  });

  it('names languages', () => {
    expect(languageName('de')).toBe('German');
  });
});

describe('the order of the cases', () => {
  it('has the easier ones first, and among them what was not practised yet', () => {
    const one = (scenarioId: string, difficulty: ScenarioView['difficulty']) => ({
      ...scenario(scenarioId, 'Knee', difficulty),
      code: scenarioId,
    });
    const all = [
      one('d', 'advanced'),
      one('a', 'introductory'),
      one('c', 'intermediate'),
      one('b', 'introductory'),
    ];
    const ordered = inLearningOrder(all, new Map([['a', 2]]));
    expect(ordered.map((s) => s.scenarioId)).toEqual(['b', 'a', 'c', 'd']);
  });
});
