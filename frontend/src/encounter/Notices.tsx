import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { NextTry, RequestId } from '../ui/TroubleNote';
import type { OpenEncounter } from './openEncounter';
import { noticesOf, type Shown } from './noticeWords';
import type { EncounterState } from './encounterState';

/** What there is to know beside the conversation, each with its way out. */
export function Notices({ open, state }: { open: OpenEncounter; state: EncounterState }) {
  const notices = noticesOf(state);
  const { nextTryAt } = notices.find((notice) => notice.nextTryAt !== undefined) ?? {};
  return (
    <>
      <div className="notices" role="status">
        {notices.map((notice) => (
          <div key={notice.key} className={`note ${notice.tone}`}>
            <Icon name={notice.tone === 'trouble' ? 'alert' : 'info'} />
            <p>{notice.words}</p>
            <WayOut notice={notice} open={open} state={state} />
          </div>
        ))}
      </div>
      {/* Outside of what is announced: a countdown would be read out each second, an id letter by letter. */}
      {notices.some(({ requestId }) => requestId) || nextTryAt !== undefined ? (
        <div className="beside-notices">
          <NextTry at={nextTryAt} />
          {notices.map(({ key, requestId }) => requestId && <RequestId key={key} id={requestId} />)}
        </div>
      ) : null}
    </>
  );
}

function WayOut({ notice, open, state }: { notice: Shown; open: OpenEncounter; state: EncounterState }) {
  switch (notice.key) {
    case 'over':
      return (
        <a className="button primary" href={href('ended', state.device.sessionId)}>
          See what was kept
        </a>
      );
    case 'otherTab':
      return (
        <Button look="primary" onClick={() => void open.controller.takeOver()}>
          Continue here
        </Button>
      );
    case 'blocked':
      return (
        <Button look="primary" icon="sound" onClick={() => open.voice.allow()}>
          Hear the patient
        </Button>
      );
    case 'microphone':
      return notice.retakes ? (
        <Button look="primary" icon="microphone" onClick={() => void open.controller.takeMicrophone()}>
          {notice.retakes}
        </Button>
      ) : null;
    case 'unanswered':
      return (
        <>
          {notice.asksAgain && (
            <Button look="primary" onClick={() => void open.controller.answers.askAgain()}>
              Ask again
            </Button>
          )}
          <Close onClose={() => open.controller.answers.leave()} />
        </>
      );
    case 'notice':
      return <Close onClose={() => open.controller.dismiss()} />;
    default:
      return null;
  }
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label="Close this notice" onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}
