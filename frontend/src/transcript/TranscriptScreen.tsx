import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { lineLanguage } from '../debrief/names';
import { calledName, namedBy, nameAndTitle, patientName } from '../device/speaker';
import { Downloads } from '../ended/Downloads';
import { NoGrant } from '../encounter/NoGrant';
import { PhaseRow } from '../encounter/PhaseRow';
import type { ShownLine } from '../encounter/shown';
import { FindingCard } from '../examine/FindingCard';
import { Shown } from '../media/Shown';
import { WithMedia } from '../media/WithMedia';
import type { Services } from '../services';
import { TimeOfDay } from '../time/TimeOfDay';
import { dayAndTime, duration, zoneName } from '../time/words';
import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { Shell } from '../ui/Shell';
import { ToLogin, TroubleNote, WayOn } from '../ui/TroubleNote';
import { readScript, type Script } from './script';

interface Props {
  services: Services;
  sessionId: string;
}

/** The stored transcript, to be read and printed: in the page itself, in the reader's own time. */
export function TranscriptScreen({ services, sessionId }: Props) {
  const [script, setScript] = useState<Script>({});
  const [visit, setVisit] = useState(0);
  const [failed, setFailed] = useState<Trouble>();
  useEffect(() => {
    let here = true;
    void readScript(services, sessionId).then((found) => here && setScript(found));
    return () => {
      here = false;
    };
  }, [services, sessionId, visit]);
  const { device, transcript, media, trouble, unknown } = script;
  if (unknown) return <NoGrant services={services} />;
  return (
    <Shell>
      <div className="transcript-bar">
        <a className="button" href={href('ended', sessionId)}>
          <Icon name="back" /> What was kept
        </a>
        <div className="actions">
          {device && transcript && <Downloads services={services} device={device} onTrouble={setFailed} />}
          <Button look="primary" icon="print" disabled={!transcript} onClick={() => print()}>
            Print
          </Button>
        </div>
      </div>
      {failed && (
        <TroubleNote trouble={failed}>
          <ToLogin trouble={failed} />
        </TroubleNote>
      )}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <WayOn trouble={trouble} onClick={() => setVisit(visit + 1)} />
        </TroubleNote>
      )}
      {!transcript && !trouble && (
        <p role="status" className="quiet">
          Fetching the transcript…
        </p>
      )}
      {media && (
        <WithMedia read={media}>
          <Sheet script={script} />
        </WithMedia>
      )}
    </Shell>
  );
}

export function Sheet({ script }: { script: Script }) {
  const { transcript, session, entries = [], partly } = script;
  if (!script.device || !transcript) return null;
  const device = namedBy(script.device, transcript);
  const { createdAt, durationS, complete } = transcript;
  return (
    <article className="sheet" aria-labelledby="sheet-title">
      <h1 id="sheet-title">{nameAndTitle(device)}</h1>
      <p>
        <span className="code">{device.scenarioCode}</span> {device.scenarioTitle}
      </p>
      <p className="quiet">
        {session?.participant && `${Object.values(session.participant).filter(Boolean).join(', ')} · `}
        {dayAndTime(createdAt)} · {duration(durationS)} · times in {zoneName(createdAt)}
      </p>
      {!complete && <p className="quiet">Not closed yet: late lines may still come.</p>}
      {partly && (
        <p className="quiet">
          Places where something said could not be transcribed are not marked: they could not be read. Reload
          to try again.
        </p>
      )}
      {entries.length === 0 && <p>Nothing was said.</p>}
      <div className="script-lines">
        {entries.map(({ line, finding, mark }) => {
          if (mark) return <PhaseRow key={`phase ${mark.seq}`} mark={mark} />;
          if (finding) {
            return (
              <FindingCard
                key={`finding ${finding.itemId}`}
                finding={finding}
                patient={patientName(device)}
              />
            );
          }
          return (
            <Spoken
              key={line.itemId}
              line={line}
              name={line.role === 'student' ? 'You' : (line.speaker ?? calledName(device))}
              language={lineLanguage(line, transcript)}
            />
          );
        })}
      </div>
      <p className="quiet digest">
        {transcript.sessionId} · digest {transcript.digest}
      </p>
    </article>
  );
}

function Spoken({ line, name, language }: { line: ShownLine; name: string; language: string | undefined }) {
  return (
    <div className={`line ${line.role} ${line.state}`} data-item={line.itemId}>
      <span className="name">{name}</span>
      <div className="words">
        <p dir="auto" lang={language}>
          {line.text}
        </p>
        <Shown media={line.media} />
        {line.marks.length > 0 && <p className="marks">{line.marks.join(' · ')}</p>}
      </div>
      <span className="stamp">
        <TimeOfDay at={line.begun} />
      </span>
    </div>
  );
}
