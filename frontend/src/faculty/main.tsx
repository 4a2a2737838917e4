import { systemClock } from '@viva/client';
import { createRoot } from 'react-dom/client';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/fields.css';
import '../styles/top-bar.css';
import '../styles/encounter.css';
import '../styles/findings.css';
import '../styles/ended.css';
import '../styles/faculty.css';
import '../styles/faculty-board.css';
import '../styles/faculty-session.css';
import { openApi } from '../api/client';
import type { Identity } from '../identity/identity';
import { openIdentity } from '../identity/openIdentity';
import { askBeforeLeaving } from '../ui/beforeLeaving';
import { facultyApi } from './api';
import { FacultyApp } from './FacultyApp';
import { openDrafts } from './openDrafts';
import { SignIn } from './signIn';
import { hasUnsent, keepDraftsOf, tabStorage } from './tabStorage';
import { Wall } from './wall';
import { WatchApp } from './WatchApp';

const root = createRoot(document.getElementById('root')!);
const place = tabStorage();

if (location.pathname.startsWith('/watch')) {
  root.render(<WatchApp place={place} />);
} else {
  const wall = new Wall(place);
  const signIn = new SignIn({
    place,
    findIdentity,
    openApi: facultyApi,
    keepDraftsOf: (owner) => {
      if (keepDraftsOf(owner)) wall.clear();
    },
    clock: systemClock,
  });
  // A draft that could not be saved is no longer open once its panel is closed; the tab still has it.
  askBeforeLeaving(window, () => !signIn.comesBack && (openDrafts.unsaved || hasUnsent()));
  void signIn.start();
  root.render(<FacultyApp signIn={signIn} wall={wall} />);
}

/** The institution's identity provider, where there is one. */
async function findIdentity(): Promise<Identity | undefined> {
  const signal = AbortSignal.timeout(5_000);
  const { oidc } = await openApi.deployment.getDeployment({ signal });
  return oidc && openIdentity(oidc);
}
