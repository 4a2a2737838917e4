import { useEffect, useState } from 'react';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { readCard, titleOf, type MediaReader, type ReadCard } from './readMedia';

interface Props {
  id: string;
  read: MediaReader;
  onClose: () => void;
}

/** A result or document as a card of its own. */
export function MediaCard({ id, read, onClose }: Props) {
  const [found, setFound] = useState<ReadCard>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    void readCard(read, id).then((one) => here && setFound(one));
    return () => {
      here = false;
    };
  }, [read, id, attempt]);
  const { card, trouble } = found;
  const again = () => {
    setFound({});
    setAttempt(attempt + 1);
  };
  return (
    <Dialog title={titleOf(found)} onClose={onClose}>
      {card && <p className="media-text">{card.text}</p>}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      <div className="actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
