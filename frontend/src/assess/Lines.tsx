import type { PanelProps } from '../faculty/panel';
import { panelNames } from '../review/panelNames';
import { languageOf } from '../debrief/names';
import { Quote } from '../debrief/Quote';
import type { ReactNode } from 'react';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  evidence: readonly string[];
  /** What stands beside each line. */
  after?: (itemId: string, text: string) => ReactNode;
}

/** The lines that show a criterion; pressed, they lead to their place. */
export function Lines({ session, names, state, jump, evidence, after }: Props) {
  const { student, answering } = panelNames(names);
  if (evidence.length === 0) return null;
  return (
    <ul className="evidence">
      {evidence.map((itemId) => {
        const line = state.conversation.turns.get(itemId);
        if (!line) return null;
        const { role, text, speaker } = line;
        return (
          <li key={itemId}>
            <Quote
              evidence={{ itemId, role, quote: text, start: 0, end: text.length }}
              who={role === 'student' ? student : (speaker ?? answering)}
              language={languageOf(role, session)}
              onShow={jump.show}
            />
            {after?.(itemId, text)}
          </li>
        );
      })}
    </ul>
  );
}
