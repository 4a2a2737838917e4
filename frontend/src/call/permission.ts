import type { Clock } from '@viva/client';
import { LateError, within } from '@viva/client/toolkit';
import type { Microphone } from './ports';
import { CallError, callTrouble } from './troubles';

/** How long the browser may wait for permission to use the microphone. */
const PERMISSION_WITHIN_MS = 60_000;

/** The user may never answer the browser; a microphone that opens too late is stopped again. */
export async function onceAllowed(clock: Clock, asked: Promise<Microphone>): Promise<Microphone> {
  try {
    return await within(clock, PERMISSION_WITHIN_MS, asked, (late) => late.stop());
  } catch (error) {
    throw error instanceof LateError ? new CallError(callTrouble('microphone_unanswered')) : error;
  }
}
