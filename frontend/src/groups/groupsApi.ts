import { GroupsApi as Groups, ReviewsApi } from '@viva/client';
import type {
  Agreement,
  Configuration,
  FidelityReport,
  ItemMatrix,
  Matrix,
  ReviewPrecision,
} from '@viva/client';
import { assessApi, type AssessApi } from '../assess/assessApi';

const DEADLINE_MS = 15_000;

/** A debrief of each encounter is computed; an export is read to its end. */
const LONG_MS = 120_000;

const init = (ms = DEADLINE_MS) => ({ signal: AbortSignal.timeout(ms) });

export type ExportForm = 'csv' | 'ndjson' | 'json';

export type Separator = 'comma' | 'semicolon';

/** Which of a group's encounters are looked at. */
export interface Wanted {
  readonly group: string;
  /** All cases without it. */
  readonly scenarioId?: string | undefined;
  readonly rubricId: string;
}

export interface ExportWanted {
  readonly group: string;
  readonly form: ExportForm;
  readonly names: boolean;
  /** What stands between the columns where Excel is to know its letters and columns. */
  readonly excel?: Separator | undefined;
}

export interface Exported {
  readonly file: Blob;
  /** How many assessments by others it does not contain before the reader has signed their own. */
  readonly leftOut: number;
}

export interface GroupsApi {
  readonly rubrics: AssessApi['rubrics'];
  items(group: string, scenarioId: string): Promise<ItemMatrix>;
  scores(wanted: Wanted): Promise<Matrix>;
  agreement(wanted: Wanted): Promise<Agreement>;
  /** How the patients of a group kept to the case, by model. */
  fidelity(group: string, scenarioId: string | undefined): Promise<FidelityReport>;
  rubric: AssessApi['rubric'];
  readonly reader: AssessApi['reader'];
  /** How far a model's proposals agree with what people signed, in all groups. */
  precision(): Promise<ReviewPrecision>;
  exported(wanted: ExportWanted): Promise<Exported>;
}

export function groupsApi(configuration: Configuration): GroupsApi {
  const groups = new Groups(configuration);
  const reviews = new ReviewsApi(configuration);
  const { rubrics, rubric, reader } = assessApi(configuration);
  return {
    rubrics,
    rubric,
    reader,
    precision: () => reviews.getReviewPrecision(init()),
    items: (group, scenarioId) => groups.getItemMatrix({ ...named(group), scenarioId }, init(LONG_MS)),
    scores: (wanted) => groups.getMatrix(asked(wanted), init()),
    agreement: (wanted) => groups.getAgreement(asked(wanted), init()),
    fidelity: (group, scenarioId) =>
      groups.getFidelity({ group, ...(scenarioId && { scenarioId }) }, init(LONG_MS)),
    exported: async ({ group, form, names, excel }) => {
      const separator = form === 'csv' ? excel : undefined;
      const how = { names: `${names}`, bom: `${!!separator}`, ...(separator && { separator }) };
      const reply = await groups.exportScoresRaw({ ...named(group), format: form, ...how }, init(LONG_MS));
      return { file: await reply.raw.blob(), leftOut: Number(reply.raw.headers.get('X-Left-Out') ?? 0) };
    },
  };
}

function asked({ group, scenarioId, rubricId }: Wanted) {
  return { ...named(group), rubricId, ...(scenarioId && { scenarioId }) };
}

/** Names that any path can contain. Of others, servers refuse some signs, and a browser takes dots for steps. */
const FOR_A_PATH = /^[\p{L}\p{N} _-][\p{L}\p{N} ._-]*$/u;

function named(group: string) {
  return FOR_A_PATH.test(group) ? { group } : { group: '-', groupName: group };
}
