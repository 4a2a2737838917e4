import type { DeviceSession } from './sessions';

/** Who practises, with their group, as they say themselves; empty when they do not. */
export function participantWords({ participant }: Pick<DeviceSession, 'participant'>): string {
  return [participant?.name, participant?.group].filter((word) => word).join(', ');
}

type Who = Pick<DeviceSession, 'personaName' | 'speaker'>;

/** The name under which lines are shown and whom one speaks with: the patient's first name, or a role's whole name. */
export function calledName({ personaName, speaker }: Who): string {
  // A role may be a "Mrs Osei": its first word alone would be no name.
  return speaker?.name ?? patientName({ personaName });
}

/** The patient's first name: the patient is examined also where somebody else speaks. */
export function patientName({ personaName }: Pick<Who, 'personaName'>): string {
  return personaName.split(' ')[0] ?? personaName;
}

/** The name in full, for headings. */
export function fullName({ personaName, speaker }: Who): string {
  return speaker?.name ?? personaName;
}
