import type { Names } from '../debrief/names';
import type { Names as Subject } from '../faculty/cases';

/** How the people of an encounter are called beside its conversation. */
export function panelNames({ patient, speaker }: Subject): Names {
  const first = patient.split(' ')[0] ?? patient;
  return { student: 'Student', answering: speaker ?? first, patient: first };
}
