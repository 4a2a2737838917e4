import type { ReactNode } from 'react';
import { PhaseRow } from '../encounter/PhaseRow';
import type { ScriptEntry } from '../encounter/phases';
import type { ShownLine } from '../encounter/shown';
import { FindingCard } from '../examine/FindingCard';
import { Shown } from '../media/Shown';
import { Button } from '../ui/Button';
import { TimeOfDay } from '../time/TimeOfDay';
import { MarkedWords } from './MarkedWords';
import { lineLanguage, type Languages, type Names } from './names';
import { lineId, type Jump, type Spot } from './useJump';

interface Props {
  entries: readonly ScriptEntry[];
  names: Names;
  languages: Languages;
  jump: Jump;
  /** What stands under a line, such as its notes and the way to write one. */
  below?: (itemId: string) => ReactNode;
}

/** The transcript beside what was found in it: the words that a reader came for are marked. */
export function MarkedScript({ entries, names, languages, jump, below }: Props) {
  return (
    <div className="script-lines marked">
      {entries.map(({ line, finding, mark }) => {
        if (mark) return <PhaseRow key={`phase ${mark.seq}`} mark={mark} />;
        const itemId = line ? line.itemId : finding.itemId;
        const spot = jump.spot?.itemId === itemId ? jump.spot : undefined;
        return (
          <div key={itemId} id={lineId(itemId)} className={spot ? 'place here' : 'place'} tabIndex={-1}>
            {finding ? (
              <FindingCard finding={finding} patient={names.patient} />
            ) : (
              <Spoken
                line={line}
                name={line.role === 'student' ? names.student : (line.speaker ?? names.answering)}
                language={lineLanguage(line, languages)}
                spot={spot}
              />
            )}
            {spot && (
              <Button className="back" icon="back" onClick={jump.back}>
                Back to the debrief
              </Button>
            )}
            {line && below?.(itemId)}
          </div>
        );
      })}
    </div>
  );
}

interface SpokenProps {
  line: ShownLine;
  name: string;
  language: string | undefined;
  spot: Spot | undefined;
}

function Spoken({ line, name, language, spot }: SpokenProps) {
  return (
    <div className={`line ${line.role}`} data-item={line.itemId}>
      <span className="name">{name}</span>
      <div className="words">
        <MarkedWords text={line.text} language={language} spot={spot} />
        <Shown media={line.media} />
        {line.marks.length > 0 && <p className="marks">{line.marks.join(' · ')}</p>}
      </div>
      <span className="stamp">
        <TimeOfDay at={line.begun} />
      </span>
    </div>
  );
}
