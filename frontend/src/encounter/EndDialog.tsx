import { count } from '../time/words';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';

interface Props {
  waiting: number;
  onEnd: () => void;
  onClose: () => void;
}

export function EndDialog({ waiting, onEnd, onClose }: Props) {
  return (
    <Dialog title="End the encounter?" onClose={onClose}>
      <p>
        The call is hung up and nothing can be added any more.
        {waiting > 0 &&
          ` ${count(waiting, 'line', ['is not saved yet: it is', 'are not saved yet: they are'])} sent first.`}
      </p>
      <div className="actions">
        <Button look="primary" onClick={onEnd}>
          End encounter
        </Button>
        <Button data-safe onClick={onClose}>
          Go on talking
        </Button>
      </div>
    </Dialog>
  );
}
