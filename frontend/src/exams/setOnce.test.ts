import type { Exam, NewExam } from '@viva/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/fakeFaculty';
import type { ListedExams } from './pages';
import { SetOnce } from './setOnce';

const WANTED: NewExam = {
  title: 'OSCE station 3',
  scenarioId: 'knee-after-football',
  personaId: 'hana-suzuki',
  opensAt: new Date(0),
  closesAt: new Date(3_600_000),
};
const OUT = new TypeError('Failed to fetch');

/** Stores what it is sent, whether or not the answer arrives. */
class FakeExams {
  readonly stored: Exam[] = [];
  /** What the next requests end with, one each; `lost`: it is done, and the answer does not arrive. */
  readonly faults: ('lost' | Error)[] = [];

  async create(exam: NewExam): Promise<Exam> {
    const fault = this.faults.shift();
    if (fault instanceof Error) throw fault;
    this.stored.unshift({ ...exam, examId: `exm_${this.stored.length + 1}` });
    if (fault === 'lost') throw OUT;
    return this.stored[0]!;
  }

  async list(): Promise<ListedExams> {
    const fault = this.faults.shift();
    if (fault instanceof Error) throw fault;
    return { exams: this.stored.map((exam) => ({ exam, attempts: [] })), pages: 1, more: false };
  }
}

let exams: FakeExams;
let setting: SetOnce;

beforeEach(() => {
  exams = new FakeExams();
  setting = new SetOnce(exams);
});

describe('an exam', () => {
  it('is set once though the answer is lost', async () => {
    exams.faults.push('lost');
    expect(await setting.set(WANTED)).toMatchObject({ examId: 'exm_1' });
    expect(exams.stored).toHaveLength(1);
  });

  it('is looked for before it is sent again, where it could not be before', async () => {
    exams.faults.push('lost', OUT);
    await expect(setting.set(WANTED)).rejects.toBe(OUT);
    exams.faults.push(OUT);
    await expect(setting.set(WANTED)).rejects.toBe(OUT);
    expect(await setting.set(WANTED)).toMatchObject({ examId: 'exm_1' });
    expect(exams.stored).toHaveLength(1);
  });

  it('is sent again when it did not arrive, or is another one by now', async () => {
    exams.faults.push(OUT);
    await expect(setting.set(WANTED)).rejects.toBe(OUT);
    expect(await setting.set(WANTED)).toMatchObject({ examId: 'exm_1' });
    expect(await setting.set({ ...WANTED, group: 'PT-2B' })).toMatchObject({ examId: 'exm_2' });
  });

  it('may be set twice on purpose, and is not looked for after a refusal', async () => {
    await setting.set(WANTED);
    exams.faults.push(refusal(422));
    await expect(setting.set(WANTED)).rejects.toThrow();
    expect(await setting.set(WANTED)).toMatchObject({ examId: 'exm_2' });
  });
});
