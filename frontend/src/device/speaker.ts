import type { Transcript } from '@viva/client';
import type { DeviceSession } from './sessions';

/** Who practises, with their group, as they say themselves; empty when they do not. */
export function participantWords({ participant }: Pick<DeviceSession, 'participant'>): string {
  return [participant?.name, participant?.group].filter((word) => word).join(', ');
}

type Who = Pick<DeviceSession, 'personaName' | 'speaker'>;

/** Stands for the name of a patient who is not served any more, until a transcript tells it. */
export const THE_PATIENT = 'The patient';

/** An encounter by the names that its transcript keeps: of a case that is withdrawn, nothing else tells them. */
export function namedBy<D extends Who & Pick<DeviceSession, 'scenarioTitle'>>(
  device: D,
  { personaName, scenarioTitle, speaker }: Pick<Transcript, 'personaName' | 'scenarioTitle' | 'speaker'>,
): D {
  return {
    ...device,
    personaName,
    scenarioTitle,
    ...(speaker && { speaker: { ...device.speaker, name: speaker } }),
  };
}

/** The name under which lines are shown and whom one speaks with: the patient's first name, or a role's whole name. */
export function calledName({ personaName, speaker }: Who): string {
  // A role may be a "Mrs Osei": its first word alone would be no name.
  return speaker?.name ?? patientName({ personaName });
}

/** The patient's first name: the patient is examined also where somebody else speaks. */
export function patientName({ personaName }: Pick<Who, 'personaName'>): string {
  if (personaName === THE_PATIENT) return personaName;
  return personaName.split(' ')[0] ?? personaName;
}

/** The name in full, for headings. */
export function fullName({ personaName, speaker }: Who): string {
  return speaker?.name ?? personaName;
}

/** The name in full and, of somebody who speaks in place of the patient, who they are. */
export function nameAndTitle(who: Who): string {
  const title = who.speaker?.title;
  return title ? `${fullName(who)}, ${title}` : fullName(who);
}
