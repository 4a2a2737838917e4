import type { Session } from '@viva/client';
import { useEffect, useRef, useState } from 'react';
import type { Trouble } from '../api/problems';
import { Button } from '../ui/Button';
import { AsideFrame } from './AsideFrame';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import { ASIDE_TITLES, type AsideKind } from './asides';
import { phaseName, facultyTrouble } from './words';

export type PageKind = Extract<AsideKind, 'sheet' | 'instructions' | 'transcript'>;

interface Content {
  readonly html?: string;
  readonly text?: string;
  readonly about?: string;
  readonly trouble?: Trouble;
}

interface Props {
  api: FacultyApi;
  session: Session;
  kind: PageKind;
  onClose: () => void;
}

/** Something that belongs to the encounter, beside the conversation. */
export function Aside({ api, session, kind, onClose }: Props) {
  const [content, setContent] = useState<Content>({});
  const [attempt, setAttempt] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    let here = true;
    void read(api, session, kind).then((found) => here && setContent(found));
    return () => {
      here = false;
    };
  }, [api, session, kind, attempt]);
  const again = () => {
    setContent({});
    setAttempt(attempt + 1);
  };
  const { html, text, about, trouble } = content;
  const title = ASIDE_TITLES[kind];
  const tools = (
    <>
      {kind !== 'sheet' && <Button onClick={again}>Read again</Button>}
      {html && (
        <Button icon="print" onClick={() => frame.current?.contentWindow?.print()}>
          Print
        </Button>
      )}
    </>
  );
  return (
    <AsideFrame title={title} tools={tools} onClose={onClose}>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      {!html && !text && !trouble && (
        <p role="status" className="quiet">
          One moment…
        </p>
      )}
      {about && <p className="quiet">{about}</p>}
      {text && (
        <pre tabIndex={0} role="region" aria-label={title}>
          {text}
        </pre>
      )}
      {/* The page needs the key in a header, so it cannot be linked to. No script of it would run. */}
      {html && (
        <iframe
          ref={frame}
          className="sheet"
          title={title}
          srcDoc={html}
          sandbox="allow-same-origin allow-modals"
        />
      )}
    </AsideFrame>
  );
}

/** Never throws. */
async function read(api: FacultyApi, session: Session, kind: PageKind): Promise<Content> {
  const { sessionId } = session;
  try {
    if (kind === 'sheet') return { html: await api.sheet(session) };
    if (kind === 'transcript') return { html: await api.transcript(sessionId, 'text/html') };
    const { instructions, phase, voice } = await api.instructions(sessionId);
    return {
      text: instructions,
      about: `What the patient is told in the phase ${phaseName(phase)}; the voice is ${voice}.`,
    };
  } catch (error) {
    return { trouble: await facultyTrouble(error) };
  }
}
