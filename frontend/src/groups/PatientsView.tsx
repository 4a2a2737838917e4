import type { ModelFidelity } from '@viva/client';
import { useCallback } from 'react';
import { useRead } from '../faculty/useRead';
import { FIDELITY_KINDS } from '../review/fidelity';
import type { GroupsApi } from './groupsApi';
import { modelWords, perLines } from './patients';
import { Waiting } from './Waiting';

interface Props {
  api: GroupsApi;
  group: string;
  scenarioId: string | undefined;
}

/** How the patients of a group's encounters kept to their cases, by the model that played them. */
export function PatientsView({ api, group, scenarioId }: Props) {
  const read = useRead(useCallback(() => api.fidelity(group, scenarioId), [api, group, scenarioId]));
  const { value } = read;
  if (!value) return <Waiting read={read} words="Reading what each patient said…" />;
  return (
    <>
      <p role="status">
        {value.models.length === 0
          ? 'No encounter of this group has ended yet.'
          : 'It judges the simulation, not the students, who never see it.'}
        {value.older && ' The newest 60 encounters were read; there are older ones.'}
      </p>
      {value.models.length > 0 && (
        <>
          <div
            className="table-scroll wide"
            tabIndex={0}
            role="region"
            aria-label="How patients kept to their cases"
          >
            <table className="matrix">
              <thead>
                <tr>
                  <th scope="col">Played by</th>
                  <th scope="col">Encounters</th>
                  <th scope="col">Lines of the patient</th>
                  {FIDELITY_KINDS.map(({ kind, title }) => (
                    <th scope="col" key={kind}>
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {value.models.map((one) => (
                  <Row key={one.model ?? ''} model={one} />
                ))}
              </tbody>
            </table>
          </div>
          <p className="quiet">
            Places to look at, and how many that is in 100 lines of the patient: who talks more has more to
            get wrong. Found by rules; the debrief of an encounter quotes each.
          </p>
          <dl className="kinds">
            {FIDELITY_KINDS.map(({ kind, title, about }) => (
              <div key={kind}>
                <dt>{title}</dt>
                <dd className="quiet">{about}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  );
}

function Row({ model }: { model: ModelFidelity }) {
  const { encounters, patientLines } = model;
  return (
    <tr>
      <th scope="row">{modelWords(model)}</th>
      <td>{encounters}</td>
      <td>{patientLines}</td>
      {FIDELITY_KINDS.map(({ kind }) => (
        <td key={kind}>{perLines(model[kind], patientLines)}</td>
      ))}
    </tr>
  );
}
