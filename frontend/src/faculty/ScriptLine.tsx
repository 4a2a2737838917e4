import type { ReactNode } from 'react';
import { MarkedWords } from '../debrief/MarkedWords';
import { lineId } from '../debrief/useJump';
import type { ShownLine } from '../encounter/shown';
import { Shown } from '../media/Shown';
import { TimeOfDay } from '../time/TimeOfDay';
import { Button } from '../ui/Button';
import type { Picking, Reading } from './reading';

interface Props {
  line: ShownLine;
  name: string;
  /** Of its words. */
  language: string | undefined;
  reading: Reading | undefined;
}

export function ScriptLine({ line, name, language, reading }: Props) {
  const { itemId, role, state, text, media, marks, begun } = line;
  const partial = state === 'partial';
  const spot = reading?.jump.spot;
  return (
    <article className={`line ${role} ${state}`} aria-hidden={partial || undefined} data-item={itemId}>
      <span className="name">{name}</span>
      <div className="words">
        <MarkedWords text={text} language={language} spot={spot?.itemId === itemId ? spot : undefined} />
        <Shown media={media} />
        {marks.length > 0 && (
          <p className="marks" aria-live="off">
            {marks.join(' · ')}
          </p>
        )}
        {reading?.picking && state === 'saved' && (
          <Pick picking={reading.picking} itemId={itemId} words={`${name}: ${text}`} />
        )}
      </div>
      <span className="stamp">
        <TimeOfDay at={begun} />
      </span>
    </article>
  );
}

/** All of them together are one stop of the Tab key: the arrow keys go from line to line. */
function Pick({ picking, itemId, words }: { picking: Picking; itemId: string; words: string }) {
  const { picked, max, toggle } = picking;
  const chosen = picked.has(itemId);
  return (
    <label className="pick">
      <input
        type="checkbox"
        checked={chosen}
        disabled={!chosen && picked.size >= max}
        onChange={() => toggle(itemId)}
      />
      <span aria-hidden="true">{chosen ? 'Attached' : 'Attach this line'}</span>
      <span className="visually-hidden">{words}</span>
    </label>
  );
}

/** Where a quote leads to, with the way back and what stands under it. */
export function Place({
  itemId,
  reading,
  children,
}: {
  itemId: string;
  reading: Reading;
  children: ReactNode;
}) {
  const { jump, below } = reading;
  const here = jump.spot?.itemId === itemId;
  return (
    <div id={lineId(itemId)} className={here ? 'place here' : 'place'} tabIndex={-1}>
      {children}
      {here && (
        <Button className="back" icon="back" onClick={jump.back}>
          Back to where you were
        </Button>
      )}
      {below?.(itemId)}
    </div>
  );
}
