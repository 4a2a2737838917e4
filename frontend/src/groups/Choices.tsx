import type { RubricSummary, ScenarioView } from '@viva/client';

interface CaseProps {
  cases: readonly ScenarioView[];
  value: string | undefined;
  /** Whether all cases together may be looked at. */
  all: boolean;
  onChange: (scenarioId: string) => void;
}

export function CaseChoice({ cases, value, all, onChange }: CaseProps) {
  const unknown = value !== undefined && !cases.some(({ scenarioId }) => scenarioId === value);
  return (
    <label>
      Case
      <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        {(all || value === undefined) && <option value="">{all ? 'All cases' : 'Choose one'}</option>}
        {unknown && <option value={value}>{value}</option>}
        {cases.map(({ scenarioId, code, title }) => (
          <option key={scenarioId} value={scenarioId}>
            {code} {title}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RubricProps {
  rubrics: readonly RubricSummary[];
  value: string | undefined;
  onChange: (rubricId: string) => void;
}

export function RubricChoice({ rubrics, value, onChange }: RubricProps) {
  return (
    <label>
      Rubric
      <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        {rubrics.map(({ rubricId, title }) => (
          <option key={rubricId} value={rubricId}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
