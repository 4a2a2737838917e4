import type { Assessment, Rubric } from '@viva/client';
import { useEffect, useRef } from 'react';
import { count, dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import type { AssessmentDraft } from './draft';
import { differencesOf, type Entries } from './entries';

interface Props {
  rubric: Rubric;
  draft: AssessmentDraft;
  entries: Entries;
  other: Assessment;
}

/** The draft was changed elsewhere: what differs, and the choice which of the two stands. Nothing is lost before it. */
export function OtherDraft({ rubric, draft, entries, other }: Props) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const differences = differencesOf(rubric, entries, other);
  return (
    <section className="note trouble other-draft" aria-labelledby="other-draft">
      <div>
        <h3 id="other-draft" tabIndex={-1} ref={head}>
          This draft was changed elsewhere
        </h3>
        <p>
          Somebody, in another tab or with the same key, saved it on{' '}
          {dayAndTime(other.updatedAt ?? other.createdAt)}. Both versions are still there, and nothing is
          saved until you choose.{' '}
          {differences.length === 0
            ? 'They say the same.'
            : `They differ in ${count(differences.length, 'criterion').replace('criterions', 'criteria')}:`}
        </p>
        {differences.length > 0 && (
          <div className="table-scroll" tabIndex={0} role="region" aria-label="Where the two differ">
            <table className="matrix">
              <thead>
                <tr>
                  <th scope="col">Criterion</th>
                  <th scope="col">Here</th>
                  <th scope="col">Elsewhere</th>
                </tr>
              </thead>
              <tbody>
                {differences.map(({ criterion, here, there }) => (
                  <tr key={criterion.id}>
                    <th scope="row">{criterion.title}</th>
                    <td>{here}</td>
                    <td>{there}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <div className="actions">
          <Button look="primary" onClick={() => void draft.keepMine()}>
            Keep what is here
          </Button>
          <Button onClick={() => draft.takeOther()}>Take what was saved elsewhere</Button>
        </div>
      </div>
    </section>
  );
}
