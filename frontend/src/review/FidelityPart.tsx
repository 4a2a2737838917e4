import type { Fidelity } from '@viva/client';
import { whoSaid, type Names } from '../debrief/names';
import { Quote } from '../debrief/Quote';
import type { Jump } from '../debrief/useJump';
import { fidelityGroups, fidelitySummary } from './fidelity';

interface Props {
  fidelity: Fidelity;
  names: Names;
  language: string | undefined;
  onShow: Jump['show'];
}

/** How the patient kept to the case. It is about the simulation, not about the student, who never sees it. */
export function FidelityPart({ fidelity, names, language, onShow }: Props) {
  return (
    <section className="items fidelity" aria-labelledby="items-fidelity">
      <h3 id="items-fidelity">How the patient kept to the case</h3>
      <p className="quiet">
        {fidelitySummary(fidelity)} For faculty alone, and about the simulation: found by rules, so read the
        line before you trust it.
      </p>
      {fidelityGroups(fidelity).map(({ kind, title, about, notes }) => (
        <section key={kind} aria-labelledby={`fidelity-${kind}`} className="fidelity-kind">
          <h4 id={`fidelity-${kind}`}>{title}</h4>
          <p className="quiet">{about}</p>
          <ul>
            {notes.map(({ topic, expected, evidence }, i) => (
              <li key={`${topic} ${i}`} className="item">
                {topic && <strong>{topic}</strong>}
                {expected && (
                  <p>
                    <span className="quiet">The case says:</span> {expected}
                  </p>
                )}
                {evidence && (
                  <Quote
                    evidence={evidence}
                    who={whoSaid(evidence, names)}
                    language={language}
                    onShow={onShow}
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
