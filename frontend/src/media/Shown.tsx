import { useContext } from 'react';
import { Icon } from '../ui/icons';
import { OpenMedia } from './readMedia';

/** What the patient showed, each to be opened; by its name alone where nothing can be opened. */
export function Shown({ media }: { media: readonly string[] }) {
  const open = useContext(OpenMedia);
  return media.map((id) => {
    const name = id.replace(/[-_/.]+/g, ' ');
    if (!open)
      return (
        <p key={id} className="quiet">
          Shown: {name}
        </p>
      );
    return (
      <button key={id} type="button" className="shown-media" onClick={() => open(id)}>
        <Icon name="sheet" />
        Look at: {name}
      </button>
    );
  });
}
