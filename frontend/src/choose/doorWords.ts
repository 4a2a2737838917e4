import type { DeploymentView } from '@viva/client';
import { duration } from '../time/words';

/** Who reads and hears what is said, and for how long it is kept; of the latter nothing before it is known. */
export function readers(
  deployment: Pick<DeploymentView, 'provider' | 'retentionS' | 'voiceService'> | undefined,
): string[] {
  const here = 'Your teachers can follow and read what is said.';
  if (!deployment) return [`${here} The words are kept here, the sound is not.`];
  const sound = 'The sound is not kept here.';
  const { provider, retentionS, voiceService } = deployment;
  const kept = retentionS
    ? `The words are erased ${duration(retentionS)} after the end, or earlier by your teachers.`
    : 'The words are kept until your teachers erase them.';
  if (provider === 'simulator') return [`${here} ${sound} ${kept}`];
  const service = voiceService ? `A voice service (${voiceService})` : 'A voice service';
  return [
    `${here} ${sound} ${kept}`,
    `${service} hears you in a call and reads what you type, so that the patient can answer. Its own terms say what it keeps, and for how long.`,
  ];
}
