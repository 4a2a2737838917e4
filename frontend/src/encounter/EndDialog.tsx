import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';

interface Props {
  words: string;
  onEnd: () => void;
  onClose: () => void;
}

export function EndDialog({ words, onEnd, onClose }: Props) {
  return (
    <Dialog title="End the encounter?" onClose={onClose}>
      <p>{words}</p>
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
