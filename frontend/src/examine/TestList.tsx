import type { CatalogEntry } from '@viva/client';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { count } from '../time/words';
import { isComposing } from '../ui/keyboard';
import { groupsOf } from './search';

interface Props {
  tests: readonly CatalogEntry[];
  /** The case's region: its tests stand first. */
  region: string | undefined;
  query: string;
  onQuery: (query: string) => void;
  /** The test from which the student came back, to go on there. */
  from: string | undefined;
  onChoose: (test: CatalogEntry) => void;
}

/** All tests with a search. By keyboard the list is one stop, and the arrows move in it. */
export function TestList({ tests, region, query, onQuery, from, onChoose }: Props) {
  const groups = useMemo(() => groupsOf(tests, region, query), [tests, region, query]);
  const shown = groups.flatMap((group) => group.tests.map(({ test }) => test));
  const [at, setAt] = useState(from);
  const active = shown.some((test) => test.id === at) ? at : shown[0]?.id;
  const list = useRef<HTMLDivElement>(null);
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
  useLayoutEffect(() => {
    if (from) list.current?.querySelector<HTMLElement>(`[data-test="${from}"]`)?.focus();
  }, [from]);
  const onSearchKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') buttons()[0]?.focus();
    else if (event.key === 'Enter' && query.trim() && shown[0]) onChoose(shown[0]);
    else return;
    event.preventDefault();
  };
  const onListKey = (event: KeyboardEvent) => {
    const all = buttons();
    const now = all.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextOf(event.key, now, all.length);
    if (next === undefined) return;
    all[next]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div className="test-search">
        <label htmlFor="test-search">Search the tests</label>
        <input
          id="test-search"
          type="search"
          value={query}
          autoComplete="off"
          placeholder="Name, or what you would do"
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onSearchKey}
        />
        <p role="status" className="quiet">
          {shown.length === 0
            ? 'No test is called that. Try another word.'
            : query.trim() && `${count(shown.length, 'test')} found`}
        </p>
      </div>
      <div className="tests" ref={list} onKeyDown={onListKey}>
        {groups.map((group) => (
          <section key={group.region} aria-label={`Tests: ${group.region}`}>
            <h3>{group.region}</h3>
            <ul>
              {group.tests.map(({ test, by }) => (
                <li key={test.id}>
                  <button
                    type="button"
                    data-test={test.id}
                    tabIndex={test.id === active ? 0 : -1}
                    onFocus={() => setAt(test.id)}
                    onClick={() => onChoose(test)}
                  >
                    {test.name}
                    {by && <span className="quiet"> {by}</span>}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** Where a key leads from place `now` of `length`; undefined for keys that lead nowhere. */
export function nextOf(key: string, now: number, length: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(now + 1, length - 1);
    case 'ArrowUp':
      return Math.max(now - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return undefined;
  }
}
