import { useCallback, useEffect, useMemo, useState } from 'react';
import '../styles/assess.css';
import '../styles/groups.css';
import type { FacultyApi } from '../faculty/api';
import type { CaseBook } from '../faculty/cases';
import { HREF, type GroupView } from '../faculty/route';
import { useRead } from '../faculty/useRead';
import { AgreementView } from './AgreementView';
import { ByRubric } from './ByRubric';
import { ExportView } from './ExportView';
import { groupsApi } from './groupsApi';
import { ItemsView } from './ItemsView';
import { lastCase } from './known';
import { CaseChoice, RubricChoice } from './Choices';
import { PaperHead } from './PaperHead';
import { PatientsView } from './PatientsView';
import { ScoresView } from './ScoresView';
import { Waiting } from './Waiting';

interface Props {
  api: FacultyApi;
  book: CaseBook;
  group: string;
  view: GroupView;
}

const VIEWS: Record<GroupView, string> = {
  items: 'What conversations show',
  scores: 'What teachers saw',
  agreement: 'Agreement of raters',
  patients: 'How patients kept to the case',
  export: 'Export',
};

/** A group: what its students can do, what its course misses, and how far its raters agree. Nobody is ranked. */
export function GroupScreen({ api, book, group, view }: Props) {
  const groups = useMemo(() => groupsApi(api.configuration), [api]);
  const rubrics = useRead(useCallback(() => groups.rubrics(), [groups]));
  const newest = useRead(
    useCallback(async () => (await api.list({ group, limit: 1 }))?.page.sessions ?? [], [api, group]),
  );
  const [caseChosen, setCase] = useState<string>();
  const [rubricChosen, setRubric] = useState<string>();
  useEffect(() => {
    document.title = `${group} · Viva`;
  }, [group]);
  const itemCase = caseChosen || (newest.value && lastCase(newest.value));
  const scenarioId = caseChosen || undefined;
  const rubricId = rubricChosen ?? rubrics.value?.[0]?.rubricId;
  const byRubric = view === 'scores' || view === 'agreement';
  return (
    <>
      <header className="group-head">
        <h1>{group}</h1>
        <nav aria-label="Group" className="views-of-group">
          {(Object.keys(VIEWS) as GroupView[]).map((one) => (
            <a key={one} href={HREF.group(group, one)} aria-current={one === view ? 'page' : undefined}>
              {VIEWS[one]}
            </a>
          ))}
        </nav>
      </header>
      {view !== 'export' && (
        <PaperHead
          book={book}
          view={VIEWS[view]}
          scenarioId={view === 'items' ? itemCase : scenarioId}
          rubric={byRubric ? rubrics.value?.find((one) => one.rubricId === rubricId) : undefined}
        />
      )}
      {view !== 'export' && (
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <CaseChoice
            cases={book.all}
            value={view === 'items' ? itemCase : scenarioId}
            all={view !== 'items'}
            onChange={setCase}
          />
          {byRubric && rubrics.value && rubrics.value.length > 0 && (
            <RubricChoice rubrics={rubrics.value} value={rubricId} onChange={setRubric} />
          )}
        </form>
      )}
      {view === 'items' && !itemCase && <Waiting read={newest} />}
      {view === 'items' && newest.value && !itemCase && <p>This group has not practised yet.</p>}
      {view === 'items' && itemCase && <ItemsView api={groups} group={group} scenarioId={itemCase} />}
      {view === 'scores' && (
        <ByRubric
          rubrics={rubrics}
          rubricId={rubricId}
          show={(rubricId) => <ScoresView api={groups} {...{ group, scenarioId, rubricId }} />}
        />
      )}
      {view === 'agreement' && (
        <ByRubric
          rubrics={rubrics}
          rubricId={rubricId}
          show={(rubricId) => <AgreementView api={groups} {...{ group, scenarioId, rubricId }} />}
        />
      )}
      {view === 'patients' && <PatientsView api={groups} group={group} scenarioId={scenarioId} />}
      {view === 'export' && <ExportView api={groups} group={group} />}
    </>
  );
}
