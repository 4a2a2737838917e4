import type { CallMode } from '../call/state';

/** What works best here begins with the first button. */
export function firstWay(simulated: boolean, noVoice: string | undefined): CallMode {
  if (noVoice) return 'typed';
  return simulated ? 'text' : 'voice';
}

/** What the deployment can do, before anything counts. */
export function abilities(name: string, simulated: boolean, noVoice: string | undefined): string {
  if (noVoice) return `You type, and ${name} answers in writing. ${noVoice}`;
  if (simulated)
    return `Practice mode: a scripted patient answers what you type, aloud and in writing. It cannot hear you.`;
  return `You speak with ${name}. You can type at any time.`;
}
