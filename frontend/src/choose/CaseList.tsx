import type { Difficulty, ScenarioView } from '@viva/client';
import { useState } from 'react';
import { count } from '../time/words';
import { DIFFICULTY_WORDS, matching, regionsOf, type Filter } from './cases';

interface Props {
  scenarios: ScenarioView[];
  chosen: string;
  onChoose: (scenarioId: string) => void;
}

export function CaseList({ scenarios, chosen, onChoose }: Props) {
  const [filter, setFilter] = useState<Filter>({ region: '', difficulty: '' });
  const shown = matching(scenarios, filter);
  return (
    <fieldset className="step">
      <legend>
        <span className="number">1</span> Case
      </legend>
      <Filters scenarios={scenarios} filter={filter} onChange={setFilter} />
      <p role="status" className="visually-hidden">
        {count(shown.length, 'case')} shown
      </p>
      {shown.length === 0 && (
        <p className="quiet">No case fits this filter. Choose another region or difficulty.</p>
      )}
      <ul className="cards">
        {shown.map((s) => (
          <li key={s.scenarioId}>
            <label className="card">
              <input
                type="radio"
                name="case"
                value={s.scenarioId}
                checked={s.scenarioId === chosen}
                onChange={() => onChoose(s.scenarioId)}
                aria-describedby={`about-${s.scenarioId}`}
              />
              <span className="card-title">
                <span className="code">{s.code}</span> {s.title}
              </span>
              <span id={`about-${s.scenarioId}`} className="card-about">
                <span className="facts">
                  <span>{s.setting}</span>
                  <span>{s.region}</span>
                  <span>{DIFFICULTY_WORDS[s.difficulty] ?? s.difficulty}</span>
                  <span>{s.minutes} minutes</span>
                </span>
                <span className="quiet">{s.level}</span>
                <span className="two-lines">{s.briefing}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface FiltersProps {
  scenarios: ScenarioView[];
  filter: Filter;
  onChange: (filter: Filter) => void;
}

function Filters({ scenarios, filter, onChange }: FiltersProps) {
  return (
    <div className="filters">
      <label>
        Region
        <select value={filter.region} onChange={(e) => onChange({ ...filter, region: e.target.value })}>
          <option value="">All regions</option>
          {regionsOf(scenarios).map((region) => (
            <option key={region}>{region}</option>
          ))}
        </select>
      </label>
      <label>
        Difficulty
        <select
          value={filter.difficulty}
          onChange={(e) => onChange({ ...filter, difficulty: e.target.value as Difficulty | '' })}
        >
          <option value="">Any difficulty</option>
          {Object.entries(DIFFICULTY_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
