import type { Difficulty, ScenarioView } from '@viva/client';
import { useState, type ReactNode } from 'react';
import { count } from '../time/words';
import { DIFFICULTY_WORDS, inLearningOrder, matching, regionsOf, type Filter } from './cases';

interface Props {
  scenarios: ScenarioView[];
  /** How often each case was practised on this device. */
  practised: ReadonlyMap<string, number>;
  chosen: string;
  onChoose: (scenarioId: string) => void;
  /** Nothing can be chosen now. */
  fixed: boolean;
  /** The door card of the chosen case: right behind it, so that it is in view on a phone and read next. */
  door: ReactNode;
}

export function CaseList({ scenarios, practised, chosen, onChoose, fixed, door }: Props) {
  const [filter, setFilter] = useState<Filter>({ region: '', difficulty: '' });
  const shown = inLearningOrder(matching(scenarios, filter), practised);
  const visible = shown.some((s) => s.scenarioId === chosen);
  return (
    <fieldset className="step" disabled={fixed}>
      <legend className="visually-hidden">Case</legend>
      <Filters scenarios={scenarios} filter={filter} onChange={setFilter} />
      <p role="status" className="visually-hidden">
        {filter.region || filter.difficulty ? `${count(shown.length, 'case')} shown` : ''}
      </p>
      {shown.length === 0 && (
        <p className="quiet">No case fits this filter. Choose another region or difficulty.</p>
      )}
      <ul className={visible ? 'cards chosen' : 'cards'}>
        {shown.map((s) => (
          <CaseCard
            key={s.scenarioId}
            scenario={s}
            times={practised.get(s.scenarioId) ?? 0}
            chosen={s.scenarioId === chosen}
            onChoose={() => onChoose(s.scenarioId)}
            door={s.scenarioId === chosen && door}
            rows={shown.length + 1}
          />
        ))}
      </ul>
    </fieldset>
  );
}

interface CardProps {
  scenario: ScenarioView;
  times: number;
  chosen: boolean;
  onChoose: () => void;
  door: ReactNode;
  rows: number;
}

function CaseCard({ scenario: s, times, chosen, onChoose, door, rows }: CardProps) {
  return (
    <>
      <li>
        <label className="card">
          <input
            type="radio"
            name="case"
            value={s.scenarioId}
            checked={chosen}
            onChange={onChoose}
            aria-labelledby={`title-${s.scenarioId}`}
            aria-describedby={`about-${s.scenarioId} known-${s.scenarioId}`}
          />
          <span className="card-title" id={`title-${s.scenarioId}`}>
            <span className="code">{s.code}</span> {s.title}
          </span>
          <span className="card-about facts" id={`about-${s.scenarioId}`}>
            <span>{s.setting}</span>
            <span>{s.region}</span>
            <span>{DIFFICULTY_WORDS[s.difficulty] ?? s.difficulty}</span>
            <span>{s.minutes} minutes</span>
            {times > 0 && <span>practised {times === 1 ? 'once' : count(times, 'time')}</span>}
          </span>
          <span className="card-known" id={`known-${s.scenarioId}`}>
            {s.briefing}
          </span>
        </label>
      </li>
      {door && (
        <li className="door" style={{ gridRowEnd: `span ${rows}` }}>
          {door}
        </li>
      )}
    </>
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
