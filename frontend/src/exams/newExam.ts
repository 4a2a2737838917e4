import type { NewExam } from '@viva/client';
import { plainRow } from '../ui/plainText';

/** What a teacher types of a new exam, as the fields hold it. */
export interface Wish {
  readonly title: string;
  readonly scenarioId: string;
  readonly personaId: string;
  /** Who speaks in place of the patient; empty for the patient. */
  readonly roleId: string;
  readonly group: string;
  /** In the time of this device. */
  readonly opens: string;
  readonly closes: string;
}

export type Field = keyof Wish;

/** What is wrong, by field, in words. */
export type Faults = Partial<Record<Field, string>>;

const HOUR_MS = 3_600_000;

/** An empty exam from the next full hour on, for three hours. */
export function emptyWish(now: number): Wish {
  const opens = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return {
    title: '',
    scenarioId: '',
    personaId: '',
    roleId: '',
    group: '',
    opens: localTime(opens),
    closes: localTime(opens + 3 * HOUR_MS),
  };
}

/** As a field of a day and a time holds it, in the zone of this device: `2026-11-02T09:00`. */
export function localTime(at: number): string {
  const when = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${day}T${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** @param now by the service's clock */
export function faultsOf(wish: Wish, now: number): Faults {
  const faults: { -readonly [F in Field]?: string } = {};
  if (plainRow(wish.title) === '') faults.title = 'Say what the exam is called.';
  if (wish.scenarioId === '') faults.scenarioId = 'Choose a case.';
  else if (wish.personaId === '') faults.personaId = 'Choose a patient.';
  const [opens, closes] = [timeOf(wish.opens), timeOf(wish.closes)];
  if (Number.isNaN(opens)) faults.opens = 'Say on which day and at what time it opens.';
  if (Number.isNaN(closes)) faults.closes = 'Say on which day and at what time it closes.';
  else if (closes <= opens) faults.closes = 'It must close after it opens.';
  else if (closes <= now) faults.closes = 'That time is over: choose a later one.';
  return faults;
}

export function newExamOf(wish: Wish): NewExam {
  const group = plainRow(wish.group);
  return {
    title: plainRow(wish.title),
    scenarioId: wish.scenarioId,
    personaId: wish.personaId,
    ...(wish.roleId && { roleId: wish.roleId }),
    ...(group && { group }),
    opensAt: new Date(timeOf(wish.opens)),
    closesAt: new Date(timeOf(wish.closes)),
  };
}

function timeOf(typed: string): number {
  return new Date(typed).getTime();
}

const FIELD_OF: Readonly<Record<string, Field>> = {
  '/title': 'title',
  '/scenario_id': 'scenarioId',
  '/persona_id': 'personaId',
  '/role_id': 'roleId',
  '/group': 'group',
  '/opens_at': 'opens',
  '/closes_at': 'closes',
};

/** Which field the service refused. */
export function refusedField(pointers: readonly string[] = []): Field | undefined {
  return pointers.map((pointer) => FIELD_OF[pointer]).find((field) => field !== undefined);
}

/** Where students take an exam. */
export function examLink(origin: string, examId: string): string {
  return `${origin}/#/exam/${examId}`;
}
