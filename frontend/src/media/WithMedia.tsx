import { useState, type ReactNode } from 'react';
import { MediaCard } from './MediaCard';
import { OpenMedia, type MediaReader } from './readMedia';

interface Props {
  /** Must stay the same function while a card is open. */
  read: MediaReader;
  children: ReactNode;
}

/** Opens what the patient showed, from anywhere inside: as a card beside it, where no addition to a log announces it. */
export function WithMedia({ read, children }: Props) {
  const [id, setId] = useState<string>();
  return (
    <>
      <OpenMedia value={setId}>{children}</OpenMedia>
      {id !== undefined && <MediaCard id={id} read={read} onClose={() => setId(undefined)} />}
    </>
  );
}
