import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import type { OpenEncounter } from './openEncounter';
import { noticesOf, type Shown } from './noticeWords';
import type { EncounterState } from './encounterState';

/** What there is to know beside the conversation, each with its way out. */
export function Notices({ open, state }: { open: OpenEncounter; state: EncounterState }) {
  return (
    <div className="notices" role="status">
      {noticesOf(state).map((notice) => (
        <div key={notice.key} className={`note ${notice.tone}`}>
          <Icon name={notice.tone === 'trouble' ? 'alert' : 'info'} />
          <p>{notice.words}</p>
          <WayOut notice={notice} open={open} state={state} />
        </div>
      ))}
    </div>
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
      return state.microphone?.health === 'lost' ? (
        <Button look="primary" icon="microphone" onClick={() => void open.controller.takeMicrophone()}>
          Use another microphone
        </Button>
      ) : null;
    case 'unanswered':
      return (
        <Button look="primary" onClick={() => void open.controller.askAgain()}>
          Ask again
        </Button>
      );
    case 'notice':
      return (
        <button
          type="button"
          className="icon-button"
          aria-label="Close this notice"
          onClick={() => open.controller.dismiss()}
        >
          <Icon name="close" />
        </button>
      );
    default:
      return null;
  }
}
