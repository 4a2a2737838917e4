import type { Clock } from '@viva/client';
import { within } from '@viva/client/toolkit';

/** Who waits for a part of the page is told so then, and may try again. */
const LOADED_WITHIN_MS = 10_000;

/** Loads one part. The same part by the same function each time. */
export type Load<T> = () => Promise<T>;

interface Needs {
  readonly clock: Clock;
  /** Whether the service answers, so that the page would come back. */
  readonly answers: () => Promise<boolean>;
  /** Loads the page anew. */
  readonly reload: () => void;
}

/**
 * The parts of the page that are loaded when they are needed, each once: many browsers remember what they could not
 * load, and all of them go on waiting for what hangs. Only the page, loaded anew, surely asks again.
 */
export class Parts {
  private readonly asked = new WeakMap<Load<unknown>, Promise<unknown>>();
  private readonly loaded = new WeakMap<Load<unknown>, unknown>();

  constructor(private readonly needs: Needs) {}

  /** Undefined until it is loaded. */
  ready<T>(load: Load<T>): T | undefined {
    return this.loaded.get(load) as T | undefined;
  }

  /** Rejects when it cannot be loaded, or not in time. */
  async load<T>(load: Load<T>): Promise<T> {
    const asked = (this.asked.get(load) as Promise<T> | undefined) ?? load();
    this.asked.set(load, asked);
    const part = await within(this.needs.clock, LOADED_WITHIN_MS, asked);
    this.loaded.set(load, part);
    return part;
  }

  /** Loads what came late, or else the page anew, unless nobody waits any more. Rejects like the first try. */
  async loadAgain<T>(load: Load<T>, waiting: () => boolean): Promise<T> {
    try {
      return await this.load(load);
    } catch (error) {
      // Without the service, the page would be gone.
      if ((await this.needs.answers()) && waiting()) this.needs.reload();
      throw error;
    }
  }
}
