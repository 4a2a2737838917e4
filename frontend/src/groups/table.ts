import type { DebriefKind, ItemMatrix, Matrix } from '@viva/client';
import { count } from '../time/words';
import { titleOf } from '../debrief/itemWords';
import { valueWords } from '../assess/compare';

/** What a cell says: in a sign for the eyes, and in words. */
export interface Cell {
  readonly sign: '✓' | '○' | '?' | '–' | string;
  readonly words: string;
}

/** One thing that students can do or find out: a criterion, or an item of the debrief. */
export interface TableRow {
  readonly id: string;
  readonly title: string;
  /** Of how many students it is known, and of how many it is shown. */
  readonly shown: number;
  readonly known: number;
  readonly more?: string;
  /** In the order of the students. */
  readonly cells: readonly Cell[];
}

export interface TablePart {
  readonly title?: string;
  readonly rows: readonly TableRow[];
}

export interface Student {
  readonly number: number;
  readonly encounters: number;
}

export interface Table {
  readonly students: readonly Student[];
  readonly parts: readonly TablePart[];
}

const UNKNOWN: Cell = { sign: '–', words: 'Not known' };

const RESULTS: Readonly<Record<string, Cell>> = {
  met: { sign: '✓', words: 'Shown' },
  not_met: { sign: '○', words: 'Not shown' },
  unclear: { sign: '?', words: 'Unclear' },
};

const KINDS: readonly { readonly kind: DebriefKind; readonly title: string }[] = [
  { kind: 'history', title: 'History' },
  { kind: 'examination', title: 'Examination' },
  { kind: 'red_flag', title: 'Dangers to look for' },
  { kind: 'gate', title: 'The opening' },
];

/** A case's items by the students of a group. */
export function itemTable({ columns, rows }: ItemMatrix): Table {
  const results = rows.map(({ cells }) => new Map(cells.map(({ itemId, result }) => [itemId, result])));
  const parts = KINDS.map(({ kind, title }) => ({
    title,
    rows: columns
      .filter((column) => column.kind === kind)
      .map((column) => ({
        id: column.itemId,
        title: titleOf(column),
        shown: column.met,
        known: column.met + column.notMet + column.unclear,
        cells: results.map((of) => RESULTS[of.get(column.itemId) ?? ''] ?? UNKNOWN),
      })),
  }));
  return { students: studentsOf(rows), parts: parts.filter((part) => part.rows.length > 0) };
}

/** A rubric's criteria by the students of a group. */
export function scoreTable({ columns, rows }: Matrix): Table {
  const values = rows.map(
    ({ cells }) => new Map(cells.map(({ criterionId, value }) => [criterionId, value])),
  );
  const criteria = columns.map((column) => {
    const { criterionId, title, judged, atLowest, mean, scale, confirmed } = column;
    const more = [
      scale !== 'binary' && mean !== undefined && `mean ${valueWords({ scale }, mean)}`,
      confirmed !== undefined && `confirmed sentences of ${count(confirmed, 'student')}`,
    ].filter((part) => part !== false);
    return {
      id: criterionId,
      title,
      shown: judged - atLowest,
      known: judged,
      ...(more.length > 0 && { more: more.join(', ') }),
      cells: values.map((of) => scoreCell(scale, of.get(criterionId))),
    };
  });
  return { students: studentsOf(rows), parts: [{ rows: criteria }] };
}

function scoreCell(scale: Matrix['columns'][number]['scale'], value: number | undefined): Cell {
  if (value === undefined) return { sign: '–', words: 'Not judged' };
  const words = valueWords({ scale }, value);
  if (scale === 'binary' && Number.isInteger(value)) return { sign: value === 1 ? '✓' : '○', words };
  return { sign: Number.isInteger(value) ? `${value}` : value.toFixed(1), words };
}

function studentsOf(rows: readonly { student: number; encounters: number }[]): Student[] {
  return rows.map(({ student, encounters }) => ({ number: student, encounters }));
}

/** `1 student, with their latest finished encounter.` */
export function studentsWords(students: number, kind: 'finished' | 'assessed'): string {
  return `${count(students, 'student')}, ${students === 1 ? '' : 'each '}with their latest ${kind} encounter.`;
}

/** What the figures leave out, for it is by another version of the rubric; empty when nothing is. */
export function otherVersionsWords(otherVersions = 0): string {
  if (otherVersions === 0) return '';
  return ` ${count(otherVersions, 'assessment', ['is', 'are'])} by another version of the rubric, and left out.`;
}

/** Of how many students there are scores. */
export function scoredWords({ rows, otherVersions }: Pick<Matrix, 'rows' | 'otherVersions'>): string {
  if (rows.length > 0) return studentsWords(rows.length, 'assessed');
  const which = otherVersions > 0 ? 'this version of the rubric' : 'this rubric';
  return `No assessment by ${which} is signed yet. Open an encounter of the group and press “Assess”.`;
}

/** What the figures do not contain: ` 2 assessments by others are left out: …`. Empty when they contain all. */
export function unreadWords({ older, leftOut }: Pick<Matrix, 'older' | 'leftOut'>): string {
  const others = `${count(leftOut, 'assessment')} by others ${leftOut === 1 ? 'is' : 'are'} left out`;
  return [
    older && ' Older encounters than the newest 1,000 were not read.',
    leftOut > 0 && ` ${others}: you have begun your own of the same encounter, and see theirs once you sign.`,
  ]
    .filter(Boolean)
    .join('');
}

/** Each part with what most students lack first. What is known of nobody comes last. */
export function mostMissedFirst({ students, parts }: Table): Table {
  const missed = ({ shown, known }: TableRow) => (known === 0 ? -1 : (known - shown) / known);
  return {
    students,
    parts: parts.map((part) => ({ ...part, rows: [...part.rows].sort((a, b) => missed(b) - missed(a)) })),
  };
}
