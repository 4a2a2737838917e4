import { readTranscript, type TranscriptForm } from '@viva/client';
import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import { forThisStudent } from '../device/tabOf';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { save, transcriptName } from './save';

interface Props {
  services: Pick<Services, 'sessionApi'>;
  device: DeviceSession;
  onTrouble: (trouble: Trouble | undefined) => void;
}

/** The transcript as a file, named by who practised. */
export function Downloads({ services, device, onTrouble }: Props) {
  const [busy, setBusy] = useState(false);
  const { sessionId, grant, scenarioCode: code, startedAt, participant } = device;
  const download = async (form: TranscriptForm, ending: string) => {
    onTrouble(undefined);
    setBusy(true);
    try {
      const api = services.sessionApi(grant);
      const text = await forThisStudent(() => readTranscript(api, sessionId, form));
      const about = { code, sessionId, startedAt, participant: participant?.name };
      save(text, form, transcriptName(about, ending));
    } catch (error) {
      onTrouble(await troubleOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon="download" off={busy} onClick={() => void download('text/plain', 'txt')}>
        Download text
      </Button>
      <Button icon="download" off={busy} onClick={() => void download('application/json', 'json')}>
        Download JSON
      </Button>
    </>
  );
}
