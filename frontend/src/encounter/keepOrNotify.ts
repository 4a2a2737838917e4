import { StorageError } from '@viva/client';
import type { EncounterStore } from './encounterStore';

/** Tells the user when this device cannot keep a line, and answers whether it could. */
export async function keepOrNotify(store: EncounterStore, kept: Promise<void>): Promise<boolean> {
  try {
    await kept;
    return true;
  } catch (error) {
    const why =
      error instanceof StorageError ? error.message : 'Its storage is full or forbidden. Copy what matters.';
    store.notify(`This device could not keep a line. ${why}`);
    return false;
  }
}
