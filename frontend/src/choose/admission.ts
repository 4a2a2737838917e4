import type { AiReview, DeploymentView, Exam, NewSession } from '@viva/client';
import type { Trouble } from '../api/problems';
import { plainRow } from '../ui/plainText';

/** What a student says of themselves before an encounter. */
export interface Applicant {
  readonly name: string;
  readonly group: string;
  readonly code: string;
  /** The version of the text that they agree to. */
  readonly agreedTo: string;
  /** The model that they let read the lines, by `readerOf`. */
  readonly readBy: string;
}

export const NOBODY: Applicant = { name: '', group: '', code: '', agreedTo: '', readBy: '' };

type Need = 'no' | 'optional' | 'required';

/** What the deployment wants to know. */
export interface Asked {
  readonly code: Need;
  readonly name: Need;
  readonly group: boolean;
  /** Whether somebody is logged in: then they can continue on any device. */
  readonly loggedIn: boolean;
  /** The name that the login told this page, where names are kept: the token for the service may have none. */
  readonly told: string;
  readonly consent: DeploymentView['consent'];
  /** The model that may read the lines, if they agree. */
  readonly reader: DeploymentView['aiReview'];
}

/** A model and where it is: who agrees to one has not agreed to another. */
export function readerOf({ service, model }: AiReview): string {
  return `${service} ${model}`;
}

/** Who is logged in at the institution, whose identity provider may tell their name. */
export interface LoggedIn {
  readonly name: string | undefined;
}

/** A login tells name and group, and so does the code of a class for the group: neither is asked for twice. */
export function askedOf(
  deployment: DeploymentView | undefined,
  login: LoggedIn | undefined,
  { code }: Pick<Applicant, 'code'>,
): Asked {
  const loggedIn = login !== undefined;
  // How it works could not be read: the service then says what is missing.
  if (!deployment)
    return {
      code: 'no',
      name: 'no',
      group: false,
      loggedIn,
      told: '',
      consent: undefined,
      reader: undefined,
    };
  const { students, classCodes, participants, consent, aiReview: reader } = deployment;
  const codeNeed = students === 'code' ? 'required' : classCodes && students === 'anyone' ? 'optional' : 'no';
  const given = !login && codeNeed !== 'no' && code.trim() !== '';
  const told = participants === 'off' ? '' : toldBy(login);
  return {
    loggedIn,
    told,
    code: login ? 'no' : codeNeed,
    name: participants === 'off' || told ? 'no' : participants,
    group: participants !== 'off' && !login && codeNeed !== 'required' && !given,
    consent,
    reader,
  };
}

/** An exam tells its takers apart: one says who one is, and the class is the exam's where it has one. */
export function askedInExam(
  asked: Asked,
  login: LoggedIn | undefined,
  { group }: Pick<Exam, 'group'>,
): Asked {
  const told = toldBy(login);
  return { ...asked, told, name: told ? 'no' : 'required', group: asked.group && !group };
}

/** As the service takes it: one row of at most 100 letters. */
function toldBy(login: LoggedIn | undefined): string {
  return [...plainRow(login?.name ?? '')].slice(0, 100).join('').trim();
}

/** What a class code looks like; the service says so in its configuration. */
const CODE = /^[A-Za-z0-9._~+/-]{8,64}$/;

/** What is still to be done before the encounter may start, as a sentence; empty when nothing is. */
export function missingOf(asked: Asked, applicant: Applicant): string {
  const code = applicant.code.trim();
  if (asked.code === 'required' && code === '') return 'Enter the code of your class.';
  if (asked.code !== 'no' && code !== '' && !CODE.test(code))
    return 'Check the code of your class: it has 8 to 64 letters, digits or signs, without spaces.';
  if (asked.name === 'required' && plainRow(applicant.name) === '') return 'Enter your name.';
  if (asked.consent && applicant.agreedTo !== asked.consent.version)
    return 'Read the text above and agree to it.';
  return '';
}

/** The code to start with, if one was given. */
export function codeOf(asked: Asked, applicant: Applicant): string | undefined {
  return asked.code === 'no' ? undefined : applicant.code.trim() || undefined;
}

/** What a new session says of its participant. */
export function admissionOf(
  asked: Asked,
  applicant: Applicant,
): Pick<NewSession, 'participant' | 'consentVersion' | 'aiReview'> {
  const name = asked.name === 'no' ? asked.told : plainRow(applicant.name);
  const group = asked.group ? plainRow(applicant.group) : '';
  return {
    ...((name || group) && { participant: { ...(name && { name }), ...(group && { group }) } }),
    ...(asked.consent && { consentVersion: asked.consent.version }),
    ...(asked.reader && applicant.readBy === readerOf(asked.reader) && { aiReview: true }),
  };
}

const OLD_CASE = ['/scenario_id', '/persona_id', '/role_id'];

/** Whether what the page shows of cases, texts and exams is not as the service has it now. */
export function isOutdated({ code, pointers = [] }: Trouble): boolean {
  return (
    code === 'exam_not_open' ||
    code === 'case_mismatch' ||
    pointers.some((pointer) => pointer === '/consent_version' || OLD_CASE.includes(pointer))
  );
}

/** Why an encounter did not start, where the general words would not say what to do. */
export function whyNotStarted(
  trouble: Trouble,
  asked: Asked,
  applicant: Applicant,
  exam?: Pick<Exam, 'group'>,
): Trouble {
  const { status, pointers = [] } = trouble;
  const general =
    (status === 401 || status === 403) && asked.code !== 'no'
      ? codeWords(codeOf(asked, applicant))
      : pointers.includes('/consent_version')
        ? 'The text that you agree to has changed meanwhile. Read it and agree again.'
        : pointers.some((pointer) => pointer.startsWith('/participant'))
          ? 'Check your name and group: each is one row of at most 100 letters.'
          : trouble.code === 'invalid_body' && pointers.some((pointer) => OLD_CASE.includes(pointer))
            ? oldCaseWords(exam !== undefined)
            : undefined;
  const words = (exam && examWords(trouble, asked, exam)) ?? general;
  return words ? { ...trouble, words } : trouble;
}

function oldCaseWords(exam: boolean): string {
  return exam
    ? 'This exam is not as it was when you opened it. Look at it again, then begin.'
    : 'This case, or whom you wanted to speak with, is not offered any more. Choose again.';
}

function examWords(
  { code, status }: Trouble,
  { loggedIn }: Asked,
  { group }: Pick<Exam, 'group'>,
): string | undefined {
  if (code === 'attempt_used' && loggedIn)
    return 'You have begun this exam already, and each student has one attempt. If you were interrupted, continue it under “My encounters”, on this device too; else ask your teacher.';
  if (code === 'attempt_used')
    return 'This exam was begun under your name already, and each student has one attempt. If you were interrupted, continue it under “My encounters” on the device where you began; else ask your teacher.';
  if (status === 403 && group)
    return `This exam is for ${group}, and your code or login names another group. Ask your teacher.`;
  return undefined;
}

function codeWords(code: string | undefined): string {
  return code
    ? 'The service does not know this class code, or it has expired. Check it, or ask your teacher.'
    : 'Here you need the code of your class to start. Ask your teacher for it.';
}

const KEY = 'viva-applicant';

/** Keeps what a student said of themselves for this tab: at the next one somebody else may sit. */
export function keepApplicant(
  { name, group, code }: Applicant,
  place: () => Storage = () => sessionStorage,
): void {
  try {
    place().setItem(KEY, JSON.stringify({ name, group, code }));
  } catch {
    return; // Storage is forbidden: it is asked for again.
  }
}

/** To a text, and to a reader, one agrees each time. */
export function recallApplicant(place: () => Storage = () => sessionStorage): Applicant {
  try {
    const kept: unknown = JSON.parse(place().getItem(KEY) ?? '{}');
    const text = (name: keyof Applicant) => {
      const value = (kept as Partial<Record<keyof Applicant, unknown>>)[name];
      return typeof value === 'string' ? value : '';
    };
    return { ...NOBODY, name: text('name'), group: text('group'), code: text('code') };
  } catch {
    return NOBODY;
  }
}
