import type { RubricSummary } from '@viva/client';
import type { ReactNode } from 'react';
import { NoRubric } from '../assess/NoRubric';
import type { Read } from '../faculty/useRead';
import { Waiting } from './Waiting';

interface Props {
  rubrics: Read<readonly RubricSummary[]>;
  chosen: string | undefined;
  /** What is shown by the rubric that is chosen, or else by the first. */
  show: (rubricId: string) => ReactNode;
}

/** A view that needs a rubric: nothing can be shown before one is there. */
export function ByRubric({ rubrics, chosen, show }: Props) {
  const rubricId = chosen ?? rubrics.value?.[0]?.rubricId;
  return (
    <>
      <Waiting read={rubrics} />
      {rubrics.value && !rubricId && <NoRubric />}
      {rubricId && show(rubricId)}
    </>
  );
}
