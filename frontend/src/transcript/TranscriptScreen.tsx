import { useEffect, useRef, useState } from 'react';
import { NoGrant } from '../encounter/NoGrant';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { Shell } from '../ui/Shell';
import { TroubleNote, WayOn } from '../ui/TroubleNote';
import { readSheet, type Sheet } from './sheet';

/** The service's own printable page, in a frame: it needs the grant in a header, so it cannot simply be linked to. */
export function TranscriptScreen({ services, sessionId }: { services: Services; sessionId: string }) {
  const [page, setPage] = useState<Sheet>({});
  const [visit, setVisit] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    let here = true;
    void readSheet(services, sessionId).then((found) => here && setPage(found));
    return () => {
      here = false;
    };
  }, [services, sessionId, visit]);
  const { html, trouble, unknown } = page;
  if (unknown) return <NoGrant />;
  return (
    <Shell>
      <div className="transcript-bar">
        <a className="button" href={href('ended', sessionId)}>
          <Icon name="back" /> What was kept
        </a>
        <h1>Transcript</h1>
        <Button
          look="primary"
          icon="print"
          disabled={!html}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          Print
        </Button>
      </div>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <WayOn trouble={trouble} onClick={() => setVisit(visit + 1)} />
        </TroubleNote>
      )}
      {!html && !trouble && (
        <p role="status" className="quiet">
          Fetching the transcript…
        </p>
      )}
      {html && <iframe ref={frame} className="sheet" title="Transcript" srcDoc={html} />}
    </Shell>
  );
}
