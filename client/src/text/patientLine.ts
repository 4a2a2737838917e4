import { lineText } from './lineText.js';

/** As many as a line may refer to. */
const MAX_MEDIA = 8;
/** No marker is longer, with white space around its id. */
const MAX_MARKER = 200;
const MARKER = /\[MEDIA:([^[\]\r\n]*)\]$/i;
const UNFINISHED = /^\[(?:M(?:E(?:D(?:I(?:A(?::[^[\]\r\n]*)?)?)?)?)?)?$/i;
const ID = /^[a-z0-9][a-z0-9._/-]{0,127}$/;
/** Stands for the words of a line that only shows something. */
const NO_WORDS = '…';

/** The words of a patient's line, and the ids of what the patient shows with it. */
export interface PatientLine {
  readonly text: string;
  readonly media: string[];
}

/**
 * A patient's line as the service keeps it. The patient's text refers to results and documents as `[MEDIA:id]`, which nobody
 * is to read: these markers are removed, and their ids returned. A line of markers alone has the text `…`. The service keeps
 * only ids that the case has.
 */
export function patientLine(text: string): PatientLine {
  const { words, found, media } = withoutMarkers(cleaned(text));
  const kept = lineText(words);
  return { text: kept === '' && found ? NO_WORDS : kept, media };
}

/** What may be shown of a patient's line that is still growing: no marker, and no beginning of one. */
export function captionText(growing: string): string {
  const { words } = withoutMarkers(growing);
  const last = words.lastIndexOf('[');
  if (last < 0 || words.length - last >= MAX_MARKER || !UNFINISHED.test(words.slice(last))) return words;
  return words.slice(0, withoutSpaces(words, last));
}

function cleaned(text: string): string {
  return text.replaceAll('\0', '');
}

function withoutMarkers(text: string): { words: string; found: boolean; media: string[] } {
  if (!text.includes(']')) return { words: text, found: false, media: [] };
  const media = new Set<string>();
  let found = false;
  let words = '';
  for (const piece of text.split(/(?<=\])/)) {
    words += piece;
    // What was kept may have become a marker by the removal of another.
    const tail = words.slice(-MAX_MARKER);
    const marker = MARKER.exec(tail);
    if (!marker) continue;
    found = true;
    const id = marker[1]!.replace(/^[ \t]+|[ \t]+$/g, '');
    if (ID.test(id)) media.add(id);
    words = words.slice(0, withoutSpaces(words, words.length - tail.length + marker.index));
  }
  return { words, found, media: [...media].slice(0, MAX_MEDIA) };
}

function withoutSpaces(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}
