import { useEffect, useRef, useState } from 'react';
import { patientName } from '../device/speaker';
import { hasEnded, type EncounterState } from '../encounter/encounterState';
import { count } from '../time/words';
import { Icon } from '../ui/icons';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { Examining } from './examining';
import { FindingCard } from './FindingCard';
import { inOrder, type Finding } from './findings';
import { TestForm } from './TestForm';
import { TestList } from './TestList';

interface Props {
  examining: Examining;
  state: EncounterState;
}

/** Where the conversation and the panel stand side by side, it is open from the start. */
const BESIDE = '(min-width: 960px)';

/** The examination: for the tab that holds the encounter, from the examination phase on. */
export function ExaminePanel({ examining, state }: Props) {
  const { phase, findings } = state.conversation;
  if (state.tabRole !== 'holder' || phase === 'subjective' || hasEnded(state)) return null;
  return (
    <Panel
      examining={examining}
      patient={patientName(state.device)}
      region={state.device.region}
      findings={inOrder(findings)}
    />
  );
}

interface PanelProps {
  examining: Examining;
  patient: string;
  region: string | undefined;
  findings: Finding[];
}

function Panel({ examining, patient, region, findings }: PanelProps) {
  const [open, setOpen] = useState(() => matchMedia(BESIDE).matches);
  const [view, setView] = useState<'tests' | 'findings'>('tests');
  const body = { examining, patient, region, findings };
  return (
    <aside className={open ? 'examine open' : 'examine'} aria-labelledby="examine-title">
      <h2 id="examine-title">
        <button
          type="button"
          aria-expanded={open}
          aria-controls="examine-body"
          onClick={() => setOpen(!open)}
        >
          Examination
          {findings.length > 0 && <span className="quiet">{count(findings.length, 'finding')}</span>}
          <Icon name="chevron" />
        </button>
      </h2>
      <div id="examine-body" hidden={!open}>
        {open && (
          <>
            <div className="views" role="group" aria-label="Show">
              <button type="button" aria-pressed={view === 'tests'} onClick={() => setView('tests')}>
                Tests
              </button>
              <button type="button" aria-pressed={view === 'findings'} onClick={() => setView('findings')}>
                Findings ({findings.length})
              </button>
            </div>
            {view === 'tests' ? <Tests {...body} /> : <Findings patient={patient} findings={findings} />}
          </>
        )}
      </div>
    </aside>
  );
}

function Tests({ examining, patient, region, findings }: PanelProps) {
  const state = useStore(examining.store);
  const [query, setQuery] = useState('');
  const [from, setFrom] = useState<string>();
  useEffect(() => void examining.readTests(), [examining]);
  const { tests, testsTrouble, test } = state;
  if (testsTrouble) {
    return (
      <TroubleNote trouble={testsTrouble}>
        <TryAgain trouble={testsTrouble} onClick={() => void examining.readTests()} />
      </TroubleNote>
    );
  }
  if (!tests) {
    return (
      <p role="status" className="quiet">
        Fetching the tests…
      </p>
    );
  }
  if (!test) {
    return (
      <TestList
        tests={tests}
        region={region}
        query={query}
        onQuery={setQuery}
        from={from}
        onChoose={(chosen) => {
          setFrom(chosen.id);
          examining.choose(chosen);
        }}
      />
    );
  }
  return (
    <div className="test">
      <TestForm examining={examining} state={state} test={test} />
      <Findings patient={patient} findings={findings.filter((f) => f.examination.testId === test.id)} brief />
    </div>
  );
}

interface FindingsProps {
  patient: string;
  findings: Finding[];
  /** Beside a test: nothing is said while there is nothing. */
  brief?: boolean;
}

/** In order, the newest in view. The conversation announces them: here they are not announced again. */
function Findings({ patient, findings, brief = false }: FindingsProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // In newer browsers it answers a promise, which is no way to clean up an effect.
    void list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [findings.length]);
  if (findings.length === 0) {
    return brief ? null : <p className="quiet">Nothing has been examined yet.</p>;
  }
  return (
    <ol className="findings" ref={list} tabIndex={brief ? undefined : 0} aria-label="Findings">
      {findings.map((finding) => (
        <li key={finding.itemId}>
          <FindingCard finding={finding} patient={patient} />
        </li>
      ))}
    </ol>
  );
}
