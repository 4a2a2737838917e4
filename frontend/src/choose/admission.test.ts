import type { DeploymentView } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { trouble } from '../api/problems';
import { FakePlace } from '../testing/fakeFaculty';
import {
  admissionOf,
  askedInExam,
  askedOf,
  codeOf,
  keepApplicant,
  missingOf,
  isOutdated,
  NOBODY,
  recallApplicant,
  whyNotStarted,
  type Applicant,
  type Asked,
} from './admission';

const OPEN: DeploymentView = {
  students: 'anyone',
  classCodes: false,
  participants: 'optional',
  provider: 'simulator',
};
const CONSENT = { version: '2026-09', text: 'What you say is stored for your teachers.' };
const KIM: Applicant = { ...NOBODY, name: ' Kim Lee ', group: 'PT-2B' };
const CODE = 'blue-heron-71';

const asked = (
  more: Partial<DeploymentView> = {},
  who: Applicant = KIM,
  login?: { name: string | undefined },
) => askedOf({ ...OPEN, ...more }, login, who);

describe('what a deployment asks of a student', () => {
  it.each([
    [{}, 'no', 'optional', true],
    [{ participants: 'off' as const }, 'no', 'no', false],
    [{ participants: 'required' as const }, 'no', 'required', true],
    [{ classCodes: true }, 'optional', 'optional', true],
    [{ students: 'code' as const, classCodes: true }, 'required', 'optional', false],
    [{ students: 'oidc' as const, classCodes: true }, 'no', 'optional', true],
  ])('%j', (more, code, name, group) => {
    expect(asked(more)).toMatchObject({ code, name, group });
  });

  it('asks for nothing while that is not known', () => {
    const none = { code: 'no', name: 'no', group: false, loggedIn: false, told: '' };
    expect(askedOf(undefined, undefined, KIM)).toEqual(none);
  });

  it('does not ask for what a login or a code tells', () => {
    const codes = { classCodes: true, participants: 'required' as const };
    expect(asked(codes, KIM, { name: 'Kim Lee' })).toMatchObject({ code: 'no', name: 'no', group: false });
    expect(asked(codes, KIM, { name: undefined })).toMatchObject({
      code: 'no',
      name: 'required',
      group: false,
    });
    expect(asked(codes, { ...KIM, code: CODE })).toMatchObject({ name: 'required', group: false });
  });
});

describe('before an encounter starts', () => {
  const missing = (more: Partial<DeploymentView>, who: Applicant) => missingOf(asked(more, who), who);

  it('nothing is missing that is optional', () => {
    expect(missing({ classCodes: true }, NOBODY)).toBe('');
  });

  it('says what is missing, one thing after the other', () => {
    const all = { students: 'code', classCodes: true, participants: 'required', consent: CONSENT } as const;
    expect(missing(all, NOBODY)).toContain('code of your class');
    expect(missing(all, { ...NOBODY, code: CODE })).toBe('Enter your name.');
    expect(missing(all, { ...KIM, code: CODE })).toContain('agree');
    expect(missing(all, { ...KIM, code: CODE, agreedTo: '2026-08' })).toContain('agree');
    expect(missing(all, { ...KIM, code: ` ${CODE} `, agreedTo: '2026-09' })).toBe('');
  });

  it.each(['short', 'two words', 'ключ-ключ', 'x'.repeat(65)])(
    'sends no code that cannot be one: %s',
    (code) => {
      expect(missing({ classCodes: true }, { ...KIM, code })).toContain('8 to 64');
    },
  );
});

it('tells the service who practises, and what they agreed to', () => {
  expect(admissionOf(asked(), NOBODY)).toEqual({});
  expect(admissionOf(asked(), KIM)).toEqual({ participant: { name: 'Kim Lee', group: 'PT-2B' } });
  const coded = { ...KIM, code: CODE };
  const more = { classCodes: true, consent: CONSENT };
  expect(admissionOf(asked(more, coded), coded)).toEqual({
    participant: { name: 'Kim Lee' },
    consentVersion: '2026-09',
  });
  expect(codeOf(asked(more, coded), coded)).toBe(CODE);
  expect(codeOf(asked({}, coded), coded)).toBeUndefined();
  expect(admissionOf(asked({ participants: 'off' }), KIM)).toEqual({});
});

describe('the name that a login tells', () => {
  const told = { name: 'Kim Lee' };
  const sent = (asked: Asked) => admissionOf(asked, NOBODY).participant;

  it('is sent where names are kept: the token for the service may have none', () => {
    for (const participants of ['optional', 'required'] as const)
      expect(sent(asked({ participants }, NOBODY, told))).toEqual(told);
    expect(sent(asked({ participants: 'off' }, NOBODY, told))).toBeUndefined();
    expect(admissionOf(asked({}, KIM, told), KIM).participant).toEqual(told);
  });

  it('is sent with an exam, which names its takers everywhere', () => {
    const open = asked({ participants: 'off' }, NOBODY, told);
    expect(sent(askedInExam(open, told, {}))).toEqual(told);
  });

  it('is one row of at most 100 letters, as the service takes it', () => {
    const name = (name: string) => sent(asked({}, NOBODY, { name }))?.name;
    expect(name(' Kim\n Lee ')).toBe('Kim  Lee');
    expect(name('x'.repeat(99) + ' y')).toBe('x'.repeat(99));
    expect(name('😀'.repeat(101))).toBe('😀'.repeat(100));
  });

  it('is asked for where it is nothing but space', () => {
    const blank = { name: ' \u3000 ' };
    expect(asked({}, NOBODY, blank)).toMatchObject({ name: 'optional', told: '' });
    expect(askedInExam(asked({}, NOBODY, blank), blank, {})).toMatchObject({ name: 'required', told: '' });
  });
});

describe('a model that may read along', () => {
  const aiReview = { service: 'models.example', model: 'reader-1' };
  const readBy = 'models.example reader-1';

  it('is asked for only where there is one', () => {
    expect(asked().reader).toBeUndefined();
    expect(asked({ aiReview }).reader).toEqual(aiReview);
  });

  it('reads nothing unless the student says so, and nothing depends on it', () => {
    expect(NOBODY.readBy).toBe('');
    expect(missingOf(asked({ aiReview }), KIM)).toBe('');
    expect(admissionOf(asked({ aiReview }), KIM)).not.toHaveProperty('aiReview');
    expect(admissionOf(asked({ aiReview }), { ...KIM, readBy })).toMatchObject({ aiReview: true });
  });

  it('is another one than the student agreed to', () => {
    const other = { ...aiReview, model: 'reader-2' };
    expect(admissionOf(asked({ aiReview: other }), { ...KIM, readBy })).not.toHaveProperty('aiReview');
    expect(admissionOf(asked(), { ...KIM, readBy })).not.toHaveProperty('aiReview');
  });
});

describe('an encounter that did not start', () => {
  const why = (status: number, more: object, deployment: Partial<DeploymentView>, who: Applicant = KIM) =>
    whyNotStarted(trouble('x', { status, ...more }), asked(deployment, who), who).words;

  it('says that it is the code', () => {
    const codes = { students: 'code', classCodes: true } as const;
    expect(why(401, {}, codes, { ...KIM, code: CODE })).toContain('does not know this class code');
    expect(why(401, {}, codes)).toContain('need the code of your class');
  });

  it('says that the text has changed', () => {
    expect(why(422, { pointers: ['/consent_version'] }, { consent: CONSENT })).toContain('has changed');
  });

  it('says that it is the name', () => {
    expect(why(422, { pointers: ['/participant/name'] }, {})).toContain('name and group');
  });

  it.each(['/scenario_id', '/persona_id', '/role_id'])('says that there is no such case: %s', (pointer) => {
    const gone = trouble('invalid_body', { status: 422, pointers: [pointer] });
    expect(whyNotStarted(gone, asked(), KIM).words).toContain('is not offered any more');
    expect(whyNotStarted(gone, asked(), KIM, {}).words).toContain('This exam is not as it was');
  });

  it.each([
    ['invalid_body', '/consent_version', true],
    ['invalid_body', '/scenario_id', true],
    ['invalid_body', '/persona_id', true],
    ['case_mismatch', '/persona_id', true],
    ['exam_not_open', undefined, true],
    ['invalid_body', '/participant/name', false],
    ['overloaded', undefined, false],
  ])('has the page read again what is old in it: %s at %s', (code, pointer, outdated) => {
    expect(isOutdated(trouble(code, pointer ? { pointers: [pointer] } : {}))).toBe(outdated);
  });

  it('leaves all else in its own words', () => {
    expect(why(503, { words: 'Out.' }, { classCodes: true })).toBe('Out.');
    expect(why(401, { words: 'Log in.' }, {})).toBe('Log in.');
  });
});

describe('an exam', () => {
  it('asks who takes it, and for no group where it has one', () => {
    const open = asked({ participants: 'off' });
    expect(askedInExam(open, undefined, {})).toMatchObject({ name: 'required', group: false });
    expect(askedInExam(asked(), undefined, {})).toMatchObject({ name: 'required', group: true });
    expect(askedInExam(asked(), undefined, { group: 'PT-2B' })).toMatchObject({ group: false });
    expect(askedInExam(asked(), { name: 'Kim Lee' }, {})).toMatchObject({ name: 'no' });
    expect(askedInExam(asked(), { name: undefined }, {})).toMatchObject({ name: 'required' });
  });

  it('says what to do where it does not begin', () => {
    const why = (status: number, code: string, group?: string) =>
      whyNotStarted(trouble(code, { status }), asked({ classCodes: true }), KIM, { ...(group && { group }) })
        .words;
    expect(why(409, 'attempt_used')).toContain('ask your teacher');
    const known = asked({}, KIM, { name: 'Kim Lee' });
    const again = whyNotStarted(trouble('attempt_used', { status: 409 }), known, KIM, {}).words;
    expect(again).toMatch(/one attempt.*under “My encounters”, on this device too/);
    expect(why(403, 'forbidden', 'PT-2B')).toContain('for PT-2B');
    expect(why(403, 'forbidden')).toContain('code of your class');
  });
});

describe('what a student said of themselves', () => {
  it('is known in this tab, but for what they agreed to', () => {
    const place = new FakePlace();
    keepApplicant(
      { ...KIM, code: CODE, agreedTo: '2026-09', readBy: 'a model' },
      () => place as unknown as Storage,
    );
    expect(recallApplicant(() => place as unknown as Storage)).toEqual({ ...KIM, code: CODE });
  });

  it.each(['not json', 'null', '{"name":7}'])('is nothing where the storage holds %s', (kept) => {
    const place = new FakePlace();
    place.setItem('viva-applicant', kept);
    expect(recallApplicant(() => place as unknown as Storage)).toEqual(NOBODY);
  });

  it('is asked for again where storage is forbidden', () => {
    const forbidden = () => {
      throw new DOMException('No.', 'SecurityError');
    };
    keepApplicant(KIM, forbidden);
    expect(recallApplicant(forbidden)).toEqual(NOBODY);
  });
});
