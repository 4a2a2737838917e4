import type { Clock } from '@viva/client';

/** What of the patient's lines was heard so far. */
export interface SpeechState {
  readonly speaking: boolean;
  /** Lines that are still being spoken, each with how many of its letters were. Every other line was heard whole. */
  readonly heard: ReadonlyMap<string, number>;
}

export const SILENT: SpeechState = { speaking: false, heard: new Map() };

const TICK_MS = 120;
/** Letters in a second: assumed until this call's voice is measured; then the slowest and the fastest that are believed. */
const USUAL_PACE = 15;
const PACES = [3, 40] as const;
/** The slowest voice where a letter is a sound. In Chinese, Japanese and Korean it is a syllable or a word. */
const SLOWEST_OF_SOUNDS = 7;
const SYLLABLES = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** Words end at a space that is this near. Farther on none ends: some languages write without spaces. */
const SPACE_WITHIN = 12;
/** An answer whose sound has not started by then has none. */
const SOUND_WITHIN_MS = 2_500;
/** How much later than its slowest pace a sound ends at the latest. */
const SPARE_MS = 5_000;
/** Shorter sounds say little about the pace. */
const MIN_MEASURED_MS = 1_500;

interface Answer {
  readonly responseId: string;
  readonly since: number;
  text: string;
}

interface Playing {
  readonly responseId: string;
  readonly since: number;
}

/**
 * Lets the words of an answer appear as they are spoken: the voice service sends them long before its sound is heard. It
 * does not say which word is being spoken, so the words follow the voice's pace, measured at its earlier answers. Without
 * a sound, or when nobody hears it, all words appear at once.
 */
export class PatientSpeech {
  private readonly answers = new Map<string, Answer>();
  private readonly over = new Set<string>();
  private playing: Playing | undefined;
  private pace = USUAL_PACE;
  private audible = true;
  private cancel: (() => void) | undefined;
  private state = SILENT;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: (state: SpeechState) => void,
  ) {}

  /** Whether the sound reaches anybody. */
  setAudible(audible: boolean): void {
    this.audible = audible;
    this.update();
  }

  /** Whether somebody hears the patient speak now. */
  get heardNow(): boolean {
    return this.audible && this.playing !== undefined;
  }

  /** Whether words are still to be heard. */
  get busy(): boolean {
    return this.audible && (this.playing !== undefined || this.answers.size > 0);
  }

  /** What is being played and for how long, to cut it there. */
  get current(): { itemId: string; playedMs: number } | undefined {
    const { playing } = this;
    if (!playing) return undefined;
    const [itemId] = [...this.answers].find(([, answer]) => answer.responseId === playing.responseId) ?? [];
    return itemId === undefined ? undefined : { itemId, playedMs: this.clock.now() - playing.since };
  }

  /** The words of an answer that are known so far. */
  answer(itemId: string, responseId: string | undefined, text: string): void {
    if (!responseId || this.over.has(responseId)) return;
    const known = this.answers.get(itemId);
    if (known) known.text = text;
    else this.answers.set(itemId, { responseId, text, since: this.clock.now() });
    this.update();
  }

  playback(responseId: string, on: boolean, cutOff: boolean): void {
    if (on) this.playing = { responseId, since: this.clock.now() };
    else this.ended(responseId, cutOff);
    this.update();
  }

  reset(): void {
    this.answers.clear();
    this.playing = undefined;
    this.update();
  }

  private ended(responseId: string, cutOff: boolean): void {
    const { playing } = this;
    if (playing?.responseId === responseId) {
      if (!cutOff) this.measure(playing);
      this.playing = undefined;
    }
    // What is cut off takes everything with it that waits behind it.
    if (cutOff) this.answers.forEach((answer) => this.over.add(answer.responseId));
    this.over.add(responseId);
  }

  private measure({ responseId, since }: Playing): void {
    const took = this.clock.now() - since;
    const letters = this.textOf(responseId).length;
    if (took < MIN_MEASURED_MS || letters === 0) return;
    const [slowest, fastest] = PACES;
    this.pace = Math.min(fastest, Math.max(slowest, (letters / took) * 1000));
  }

  private textOf(responseId: string): string {
    return [...this.answers.values()]
      .filter((answer) => answer.responseId === responseId)
      .map(({ text }) => text)
      .join('');
  }

  private update(): void {
    this.cancel?.();
    this.cancel = undefined;
    const now = this.clock.now();
    this.giveUp(now);
    const heard = new Map<string, number>();
    for (const [itemId, answer] of this.answers) {
      const letters = this.heardOf(answer, now);
      if (letters === undefined) this.answers.delete(itemId);
      else heard.set(itemId, letters);
    }
    const speaking = this.playing !== undefined;
    if (speaking || heard.size > 0) this.cancel = this.clock.after(TICK_MS, () => this.update());
    if (speaking === this.state.speaking && same(heard, this.state.heard)) return;
    this.state = { speaking, heard };
    this.onChange(this.state);
  }

  /** The event that ends a sound may be lost. */
  private giveUp(now: number): void {
    const { playing } = this;
    if (!playing) return;
    const text = this.textOf(playing.responseId);
    const slowest = SYLLABLES.test(text) ? PACES[0] : SLOWEST_OF_SOUNDS;
    const longest = (text.length / slowest) * 1000 + SPARE_MS;
    if (now - playing.since > longest) this.ended(playing.responseId, false);
  }

  /** Undefined: all of it. */
  private heardOf({ responseId, text, since }: Answer, now: number): number | undefined {
    const { playing } = this;
    if (this.over.has(responseId)) return undefined;
    if (!this.audible) return undefined;
    if (!playing) return now - since > SOUND_WITHIN_MS ? undefined : 0;
    if (playing.responseId !== responseId) return 0;
    const letters = Math.ceil(((now - playing.since) / 1000) * this.pace);
    if (letters >= text.length) return text.length;
    return wordEnd(text, letters);
  }
}

function wordEnd(text: string, letters: number): number {
  const space = text.indexOf(' ', letters);
  const end = space < 0 ? text.length : space;
  if (end - letters <= SPACE_WITHIN) return end;
  // Not between the two halves of one letter.
  return /[\uD800-\uDBFF]/.test(text.charAt(letters - 1)) ? letters + 1 : letters;
}

function same(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
