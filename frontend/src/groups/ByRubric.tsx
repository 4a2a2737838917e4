import type { RubricSummary } from '@viva/client';
import type { ReactNode } from 'react';
import { NoRubric } from '../assess/NoRubric';
import type { Read } from '../faculty/useRead';
import { Waiting } from './Waiting';

interface Props {
  rubrics: Read<readonly RubricSummary[]>;
  /** The one that is chosen, or else the first. */
  rubricId: string | undefined;
  /** What is shown by it. */
  show: (rubricId: string) => ReactNode;
}

/** A view that needs a rubric: nothing can be shown before one is there. */
export function ByRubric({ rubrics, rubricId, show }: Props) {
  return (
    <>
      <Waiting read={rubrics} />
      {rubrics.value && !rubricId && <NoRubric />}
      {rubricId && show(rubricId)}
    </>
  );
}
