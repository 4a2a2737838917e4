import { expect, it } from 'vitest';
import { calledName, fullName, namedBy, nameAndTitle, patientName, THE_PATIENT } from './speaker';

const WITHDRAWN = { personaName: THE_PATIENT, scenarioTitle: 'knee-after-football' };
const KEPT = { personaName: 'Hana Suzuki', scenarioTitle: 'A knee' };

it('calls a patient whose name is not known by no half of a name', () => {
  expect([patientName(WITHDRAWN), calledName(WITHDRAWN), fullName(WITHDRAWN)]).toEqual(
    Array(3).fill('The patient'),
  );
  expect(patientName({ personaName: 'Hana Suzuki' })).toBe('Hana');
});

it('takes from the transcript the names of a case that is withdrawn', () => {
  const named = namedBy(WITHDRAWN, KEPT);
  expect(named.scenarioTitle).toBe('A knee');
  expect([patientName(named), calledName(named), fullName(named)]).toEqual(['Hana', 'Hana', 'Hana Suzuki']);
});

it('gives the words of somebody who spoke in place of the patient to nobody else', () => {
  const named = namedBy(WITHDRAWN, { ...KEPT, speaker: 'Joris' });
  expect([patientName(named), calledName(named), nameAndTitle(named)]).toEqual(['Hana', 'Joris', 'Joris']);
  const served = { ...KEPT, speaker: { name: 'Joris', title: 'Team-mate' } };
  expect(nameAndTitle(namedBy(served, { ...KEPT, speaker: 'Joris' }))).toBe('Joris, Team-mate');
});
