import { useState } from 'react';
import { readTranscript, type TranscriptForm } from '@viva/client';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';
import { save, transcriptName } from './save';

/** Print, download, start a new encounter. */
export function Actions({ services, device }: { services: Services; device: DeviceSession }) {
  const [trouble, setTrouble] = useState<Trouble>();
  const { sessionId, grant, scenarioCode: code, startedAt, participant } = device;
  const download = async (form: TranscriptForm, ending: string) => {
    setTrouble(undefined);
    try {
      const text = await readTranscript(services.sessionApi(grant), sessionId, form);
      save(
        text,
        form,
        transcriptName({ code, sessionId, startedAt, participant: participant?.name }, ending),
      );
    } catch (error) {
      setTrouble(await troubleOf(error));
    }
  };
  return (
    <>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions wide">
        <a className="button primary" href={href('transcript', sessionId)}>
          <Icon name="print" /> Read or print
        </a>
        <Button icon="download" onClick={() => void download('text/plain', 'txt')}>
          Download text
        </Button>
        <Button icon="download" onClick={() => void download('application/json', 'json')}>
          Download JSON
        </Button>
        <a className="button" href="#/">
          New encounter
        </a>
      </div>
    </>
  );
}
