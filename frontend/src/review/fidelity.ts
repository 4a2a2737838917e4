import type { Fidelity, FidelityKind, FidelityNote } from '@viva/client';
import { count } from '../time/words';

export interface FidelityGroup {
  readonly kind: FidelityKind;
  readonly title: string;
  readonly about: string;
  readonly notes: readonly FidelityNote[];
}

export const FIDELITY_KINDS: readonly Omit<FidelityGroup, 'notes'>[] = [
  {
    kind: 'contradicted',
    title: 'Contradicted the case',
    about: 'The patient said something else than the case says.',
  },
  {
    kind: 'leaked',
    title: 'Told too early',
    about:
      'Said another name of the diagnosis before the student did, or told what they keep back although nobody asked.',
  },
  {
    kind: 'invented',
    title: 'Invented',
    about: 'Said about their health or life, and neither in the case nor in what is written of the patient.',
  },
  {
    kind: 'withheld',
    title: 'Did not answer',
    about: 'Plainly asked, and not told. That is no fault of the student.',
  },
];

/** What the patient did with the case, the gravest first; kinds without notes are left out. */
export function fidelityGroups({ notes }: Pick<Fidelity, 'notes'>): FidelityGroup[] {
  return FIDELITY_KINDS.map((kind) => ({
    ...kind,
    notes: notes.filter((note) => note.kind === kind.kind),
  })).filter((group) => group.notes.length > 0);
}

export function fidelitySummary({ notes, patientLines, model }: Fidelity): string {
  const played = model ? `Played by ${model}. ` : '';
  const read = count(patientLines, 'line');
  if (patientLines === 0) return `${played}The patient has said nothing yet.`;
  return notes.length === 0
    ? `${played}Nothing to look at in ${read} of the patient.`
    : `${played}${count(notes.length, 'place')} to look at in ${read} of the patient.`;
}
