import { useContext } from 'react';
import { Icon } from '../ui/icons';
import { OpenMedia } from './readMedia';

/** What the patient showed, each to be opened. */
export function Shown({ media }: { media: readonly string[] }) {
  const open = useContext(OpenMedia);
  return media.map((id) => (
    <button key={id} type="button" className="shown-media" onClick={() => open(id)}>
      <Icon name="sheet" />
      Look at: {id.replace(/[-_/.]+/g, ' ')}
    </button>
  ));
}
