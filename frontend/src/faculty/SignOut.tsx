import { useState } from 'react';
import { Button } from '../ui/Button';
import { AskDialog } from './AskDialog';
import { openDrafts } from './openDrafts';
import type { SignIn } from './signIn';
import { forgetDrafts, hasUnsent } from './tabStorage';
import type { Wall } from './wall';

/** The way out: saves what is being written, and asks when something would be lost. */
export function SignOut({ signIn, wall }: { signIn: SignIn; wall: Wall }) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const leave = () => {
    void signIn.signOut();
    forgetDrafts();
    wall.clear();
  };
  const press = async () => {
    setBusy(true);
    const saved = await openDrafts.save();
    if (saved && !hasUnsent()) return leave();
    setBusy(false);
    setAsking(true);
  };
  return (
    <>
      <Button off={busy} onClick={() => void press()}>
        Sign out
      </Button>
      {asking && (
        <AskDialog
          title="Sign out and lose what is not saved?"
          verb="Sign out"
          doing="Signing out…"
          no="Stay"
          act={async () => {
            leave();
            return undefined;
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            This tab has an assessment that could not be saved, or a note that was not sent. Signing out
            removes it.
          </p>
        </AskDialog>
      )}
    </>
  );
}
