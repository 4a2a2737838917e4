import { StorageError, systemClock } from '@viva/client';
import { within } from '@viva/client/toolkit';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { openServices } from './services';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/fields.css';
import './styles/choose.css';
import './styles/continue.css';
import './styles/mine.css';
import './styles/top-bar.css';
import './styles/encounter.css';
import './styles/findings.css';
import './styles/examine.css';
import './styles/dock.css';
import './styles/microphone.css';
import './styles/talk.css';
import './styles/small.css';
import './styles/ended.css';
import { fitToKeyboard } from './ui/keyboard';
import { Shell } from './ui/Shell';

/** Without storage no line could be kept safe, and keeping lines is what this page promises. */
function NothingKept({ error }: { error: unknown }) {
  const otherTab = error instanceof StorageError;
  return (
    <Shell>
      <h1>
        {otherTab ? 'This page is open in another tab' : 'This browser does not let the page keep anything'}
      </h1>
      <p>
        {otherTab
          ? error.message
          : 'Encounters are kept safe on this device until the service has them, and that storage is forbidden or full here. Leave private browsing or free some space, then reload.'}
      </p>
    </Shell>
  );
}

/** A browser that never opens its storage leaves a sentence, not an empty page. */
const OPEN_WITHIN_MS = 10_000;

fitToKeyboard();

const root = createRoot(document.getElementById('root')!);

within(systemClock, OPEN_WITHIN_MS, openServices()).then(
  (services) => root.render(<App services={services} />),
  (error: unknown) => root.render(<NothingKept error={error} />),
);
