import type { LastLine, SessionEntry } from '@viva/client';
import { languageOf, type Languages } from '../debrief/names';
import { dayAndTime, duration, minutesAndSeconds, timeOfDay } from '../time/words';
import { Button } from '../ui/Button';
import type { Names } from './cases';
import { HREF } from './route';
import { nameOf, phaseName, STATE_WORDS } from './words';

interface Props {
  entry: SessionEntry;
  names: Names;
  /** By the service's clock. */
  now: number;
  /** On the board of those who are practising now. */
  live: boolean;
  followed: boolean;
  /** As many are followed as may be. */
  full: boolean;
  onFollow: () => void;
  onLeave: () => void;
}

export function BoardRow({ entry, names, now, live, followed, full, onFollow, onLeave }: Props) {
  const { sessionId, participant, state, phase, lastLine, inCall } = entry;
  const name = nameOf(entry);
  const about = `${name}, started ${timeOfDay(entry.createdAt)}`;
  const follow = followed ? 'Following' : 'Follow';
  return (
    <li className="row" data-session={sessionId}>
      <div className="row-who">
        <a href={HREF.session(sessionId)} className={participant?.name ? 'row-name' : 'row-name nameless'}>
          {name}
        </a>
        {participant?.group && (
          <a href={HREF.group(participant.group)} className="group">
            {participant.group}
          </a>
        )}
      </div>
      <div className="row-case">
        <span>
          <span className="code">{names.code}</span> {names.title}
        </span>
        <span className="quiet">
          {names.speaker ? `${names.speaker} speaks for ${names.patient}` : names.patient}
        </span>
      </div>
      <div className="row-state">
        {live ? (
          <span>
            {phaseName(phase)}
            {inCall && <span className="quiet"> · in a call</span>}
          </span>
        ) : (
          <span>{STATE_WORDS[state]}</span>
        )}
        <span className="quiet digits">{timeWords(entry, now)}</span>
      </div>
      <p className="row-line">
        {lastLine ? (
          <Said line={lastLine} names={names} languages={entry} />
        ) : state === 'open' ? (
          'Nothing has been said yet.'
        ) : (
          'Nothing was said.'
        )}
      </p>
      {state === 'open' && (
        <Button
          className="row-follow"
          aria-pressed={followed}
          aria-label={`${follow} ${about}`}
          off={full && !followed}
          onClick={followed ? onLeave : onFollow}
        >
          {follow}
        </Button>
      )}
    </li>
  );
}

function Said({ line, names, languages }: { line: LastLine; names: Names; languages: Languages }) {
  const who = line.role === 'student' ? 'Student' : (line.speaker ?? names.patient.split(' ')[0]);
  return (
    <>
      <span className="quiet">{who}:</span>{' '}
      <span dir="auto" lang={languageOf(line.role, languages)}>
        {line.text}
      </span>{' '}
      <time className="quiet" dateTime={line.at.toISOString()}>
        {timeOfDay(line.at)}
      </time>
    </>
  );
}

/** What is left of an open encounter; when another one was, and how long. */
export function timeWords(
  entry: Pick<SessionEntry, 'state' | 'createdAt' | 'deadlineAt' | 'endedAt'>,
  now: number,
) {
  const { createdAt, deadlineAt, endedAt } = entry;
  const since = createdAt.getTime();
  if (entry.state === 'open')
    return `${minutesAndSeconds(deadlineAt.getTime() - now)} left · since ${timeOfDay(createdAt)}`;
  const lasted = endedAt && duration((endedAt.getTime() - since) / 1000);
  return lasted ? `${dayAndTime(createdAt)} · ${lasted}` : dayAndTime(createdAt);
}
