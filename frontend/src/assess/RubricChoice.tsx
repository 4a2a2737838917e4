import type { RubricSummary } from '@viva/client';
import { count } from '../time/words';
import { NoRubric } from './NoRubric';

interface Props {
  rubrics: readonly RubricSummary[];
  value: string | undefined;
  onChange: (rubricId: string) => void;
}

/** Which rubric one assesses by. */
export function RubricChoice({ rubrics, value, onChange }: Props) {
  if (rubrics.length === 0) return <NoRubric />;
  return (
    <>
      <label className="rubric-choice">
        Rubric
        <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
          {value === undefined && <option value="">Choose one</option>}
          {rubrics.map(({ rubricId, title, criterionCount }) => (
            <option key={rubricId} value={rubricId}>
              {title} ({count(criterionCount, 'criterion').replace('criterions', 'criteria')})
            </option>
          ))}
        </select>
      </label>
      {value === undefined && (
        <p className="quiet">
          Choose the rubric by which you assess. What you choose is saved as you go, and nobody else sees it
          before you sign.
        </p>
      )}
    </>
  );
}
