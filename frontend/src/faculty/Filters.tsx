import type { ScenarioView } from '@viva/client';
import { useRef } from 'react';
import { Button } from '../ui/Button';
import type { Filter } from './filter';
import { STATE_WORDS } from './words';

interface Props {
  filter: Filter;
  cases: readonly ScenarioView[];
  /** Only those who are practising now are listed: neither state nor days to choose. */
  live: boolean;
  onChange: (change: Partial<Filter>) => void;
  onClear?: (() => void) | undefined;
}

export function Filters({ filter, cases, live, onChange, onClear }: Props) {
  const first = useRef<HTMLInputElement>(null);
  const set = (name: keyof Filter) => (event: { target: { value: string } }) =>
    onChange({ [name]: event.target.value } as Partial<Filter>);
  return (
    <form className="filters" role="search" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <label>
        Name contains
        <input
          ref={first}
          type="search"
          maxLength={100}
          value={filter.participant}
          onChange={set('participant')}
        />
      </label>
      <label>
        Group
        <input type="search" maxLength={100} value={filter.group} onChange={set('group')} />
      </label>
      <label>
        Case
        <select value={filter.scenarioId} onChange={set('scenarioId')}>
          <option value="">All cases</option>
          {cases.map((one) => (
            <option key={one.scenarioId} value={one.scenarioId}>
              {one.code} {one.title}
            </option>
          ))}
        </select>
      </label>
      {!live && (
        <>
          <label>
            State
            <select value={filter.state} onChange={set('state')}>
              <option value="">Any state</option>
              {Object.entries(STATE_WORDS).map(([state, words]) => (
                <option key={state} value={state}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label>
            From
            <input type="date" value={filter.from} onChange={set('from')} />
          </label>
          <label>
            To
            <input type="date" value={filter.to} onChange={set('to')} />
          </label>
        </>
      )}
      {onClear && (
        <Button
          onClick={() => {
            // It goes away when nothing is left to clear.
            first.current?.focus();
            onClear();
          }}
        >
          Clear the filter
        </Button>
      )}
    </form>
  );
}
