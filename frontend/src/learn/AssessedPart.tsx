import type { Transcript } from '@viva/client';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { SignedScores } from '../assess/SignedScores';
import { languageOf, whoSaid, type Names } from '../debrief/names';
import { Quote } from '../debrief/Quote';
import type { Jump } from '../debrief/useJump';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { Assessed } from './learnApi';

interface Props {
  read: () => Promise<Assessed[]>;
  transcript: Transcript;
  names: Names;
  onShow: Jump['show'];
}

/** What teachers signed about the encounter, in the words of their rubric. Nothing, when nobody has. */
export function AssessedPart({ read, transcript, names, onShow }: Props) {
  const [assessed, setAssessed] = useState<readonly Assessed[]>([]);
  const [trouble, setTrouble] = useState<Trouble>();
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    read().then(
      (found) => {
        if (!here) return;
        setTrouble(undefined);
        setAssessed(found);
      },
      async (error: unknown) => {
        const why = await troubleOf(error);
        if (here) setTrouble(why);
      },
    );
    return () => {
      here = false;
    };
  }, [read, visit]);
  if (trouble)
    return (
      <TroubleNote trouble={trouble}>
        <TryAgain trouble={trouble} onClick={() => setVisit(visit + 1)} />
      </TroubleNote>
    );
  const raters = [...new Set(assessed.map(({ assessment }) => assessment.rater))];
  return assessed.map(({ assessment, rubric }, i) => (
    <section
      key={`${assessment.rater} ${assessment.rubricId}`}
      className="items assessed"
      aria-labelledby={`assessed-${i}`}
    >
      <h3 id={`assessed-${i}`}>
        {rubric?.title ?? assessment.rubricId}: teacher {raters.indexOf(assessment.rater) + 1}
      </h3>
      <SignedScores
        assessment={assessment}
        rubric={rubric}
        lines={(evidence) =>
          evidence.map((itemId) => <Line key={itemId} {...{ itemId, transcript, names, onShow }} />)
        }
      />
    </section>
  ));
}

function Line({ itemId, transcript, names, onShow }: { itemId: string } & Omit<Props, 'read'>) {
  const line = transcript.turns.find((turn) => turn.itemId === itemId);
  if (!line) return null;
  const { role, text, speaker } = line;
  return (
    <Quote
      evidence={{ itemId, role, quote: text, start: 0, end: text.length }}
      who={speaker ?? whoSaid({ role }, names)}
      language={languageOf(role, transcript)}
      onShow={onShow}
    />
  );
}
