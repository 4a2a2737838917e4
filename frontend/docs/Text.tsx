import { Marked } from 'marked';

const marked = new Marked({ gfm: true });

/** Markdown of the contract and of our own pages; it is no input of anybody else. */
export function Words({ of }: { of: string }) {
  return <div className="words" dangerouslySetInnerHTML={{ __html: marked.parse(of, { async: false }) }} />;
}

/** One line of markdown, within a line. */
export function Phrase({ of }: { of: string }) {
  return <span dangerouslySetInnerHTML={{ __html: marked.parseInline(of, { async: false }) }} />;
}

export function Code({ of }: { of: string }) {
  return (
    <pre>
      <code>{of}</code>
    </pre>
  );
}

/** A body as it stands on the wire; an SDP shows its line ends. */
export function Body({ of }: { of: unknown }) {
  return <Code of={typeof of === 'string' ? of : JSON.stringify(of, null, 2)} />;
}
