import type { Transcript } from '@viva/client';
import { fullName, namedBy, participantWords, THE_PATIENT } from '../device/speaker';
import { NoGrant } from '../encounter/NoGrant';
import type { Services } from '../services';
import { count, duration } from '../time/words';
import { Learn } from '../learn/Learn';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { Shell } from '../ui/Shell';
import { TroubleNote, WayOn } from '../ui/TroubleNote';
import { Actions } from './Actions';
import { Leftover } from './Leftover';
import { useKeptTranscript } from './useKeptTranscript';
import { Withheld } from './Withheld';
import type { CompletenessCheck } from './verdict';
import { verdictWords } from './verdictWords';

export function EndedScreen({ services, sessionId }: { services: Services; sessionId: string }) {
  const { device, unknown, transcript, completeness, pending, trouble, again } = useKeptTranscript(
    services,
    sessionId,
  );
  if (unknown) return <NoGrant services={services} />;
  const named = device && transcript ? namedBy(device, transcript) : device;
  const name = named && fullName(named);
  const waiting = pending?.entries.length ?? 0;
  const withheld = trouble?.code === 'exam_not_released';
  return (
    <Shell>
      <p className="eyebrow">
        {device?.scenarioCode} {named?.scenarioTitle}
        {device?.participant && <> · {participantWords(device)}</>}
      </p>
      <h1>{name && name !== THE_PATIENT ? `Your encounter with ${name}` : 'Your encounter'}</h1>
      {trouble && !withheld && (
        <TroubleNote trouble={trouble}>
          <WayOn trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      {withheld && <Withheld device={device} onLook={again} />}
      {!transcript && !trouble && (
        <p role="status" className="quiet">
          Looking at what was kept…
        </p>
      )}
      {transcript && completeness && (
        <Kept transcript={transcript} completeness={completeness} waiting={waiting} />
      )}
      {pending && waiting > 0 && <Leftover pending={pending} outbox={services.outbox} />}
      {device && transcript && <Actions services={services} device={device} />}
      {device && transcript && transcript.state !== 'open' && (
        <Learn device={device} transcript={transcript} />
      )}
      {transcript?.state === 'open' && (
        <p>
          <a href={href('encounter', sessionId)}>Go back to the encounter</a>
        </p>
      )}
    </Shell>
  );
}

interface KeptProps {
  transcript: Transcript;
  completeness: CompletenessCheck;
  waiting: number;
}

function Kept({ transcript, completeness, waiting }: KeptProps) {
  const { tone, title, words } = verdictWords(completeness, waiting);
  return (
    <section className="kept" aria-labelledby="kept-title">
      <h2 id="kept-title" className="visually-hidden">
        What was kept
      </h2>
      <dl className="figures">
        <div>
          <dt>Kept</dt>
          <dd>{count(transcript.turnCount, 'line')}</dd>
        </div>
        <div>
          <dt>Lasted</dt>
          <dd>{duration(transcript.durationS)}</dd>
        </div>
      </dl>
      <div className={`verdict ${tone}`} role="status" data-verdict={completeness.verdict}>
        <Icon name={tone === 'good' ? 'check' : tone === 'busy' ? 'clock' : 'alert'} />
        <div>
          <p className="verdict-title">{title}</p>
          <p>{words}</p>
        </div>
      </div>
      <details className="proof">
        <summary>How this was checked</summary>
        <p>
          The service and this device each compute a digest (SHA-256) over all lines in the order of the
          conversation. If a single letter were lost or changed, the two would differ.
        </p>
        <dl>
          <dt>The service’s</dt>
          <dd>
            <code>{transcript.digest}</code>
          </dd>
          <dt>This device’s</dt>
          <dd>
            <code>{completeness.digest ?? 'not computed'}</code>
          </dd>
          <dt>Session</dt>
          <dd>
            <code>{transcript.sessionId}</code>
          </dd>
        </dl>
      </details>
    </section>
  );
}
