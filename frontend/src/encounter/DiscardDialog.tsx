import type { Entry } from '@viva/client';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';

interface Props {
  entry: Entry;
  onDiscard: (entry: Entry) => void;
  onClose: () => void;
}

/** Asks before words go that are nowhere else, and shows them: the list may have moved under the press. */
export function DiscardDialog({ entry, onDiscard, onClose }: Props) {
  const discard = () => {
    onDiscard(entry);
    onClose();
  };
  return (
    <Dialog title="Remove this line?" onClose={onClose}>
      <p dir="auto">“{entry.line.text}”</p>
      <p>It is not saved. Once it is removed, nobody can bring it back.</p>
      <div className="actions">
        <Button className="danger" onClick={discard}>
          Remove for good
        </Button>
        <Button data-safe onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}
