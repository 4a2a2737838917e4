import type { Assessment, RubricSummary } from '@viva/client';
import { Fragment } from 'react';
import type { PanelProps } from '../faculty/panel';
import { Lines } from './Lines';
import { newestSigned, openDraft } from './signed';
import { SignedScores } from './SignedScores';
import { SignedView } from './SignedView';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  all: readonly Assessment[];
  rubrics: readonly RubricSummary[];
}

/** What the rater signed and began by rubrics that are not there any more, each in its newest version. */
export function GonePart({ all, rubrics, ...lines }: Props) {
  const gone = all.filter((one) => one.own && !rubrics.some(({ rubricId }) => rubricId === one.rubricId));
  return [...new Set(gone.map(({ rubricId }) => rubricId))].map((rubricId) => {
    const own = gone.filter((one) => one.rubricId === rubricId);
    const [signed, draft] = [newestSigned(own), openDraft(own)];
    return (
      <Fragment key={rubricId}>
        {draft && <DraftView {...lines} draft={draft} />}
        {signed && <SignedView {...lines} own={signed} rubric={undefined} />}
      </Fragment>
    );
  });
}

type DraftProps = Omit<Props, 'all' | 'rubrics'> & { draft: Assessment };

function DraftView({ draft, ...lines }: DraftProps) {
  const { rubricId } = draft;
  const title = `draft-title-${rubricId}`;
  return (
    <section className="signed" aria-labelledby={title}>
      <h3 id={title}>{rubricId}: Draft</h3>
      <p>You began a draft by {rubricId}, which is not there any more. It cannot be signed.</p>
      <SignedScores
        assessment={draft}
        rubric={undefined}
        className="signed-criteria"
        lines={(evidence) => <Lines {...lines} evidence={evidence} />}
      />
    </section>
  );
}
