import type { ReviewQuote } from '@viva/client';
import { languageOf, whoSaid } from '../debrief/names';
import { Quote } from '../debrief/Quote';
import type { PanelProps } from '../faculty/panel';
import { panelNames } from '../review/panelNames';
import { quoted } from './proposals';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  quote: ReviewQuote | undefined;
}

/** Words that a model quotes; pressed, they lead to their line. */
export function QuotedWords({ quote, session, names, state, jump }: Props) {
  if (!quote) return null;
  const evidence = quoted(quote, state.conversation.turns);
  if (!evidence) return <p className="quiet">The words that it quotes do not stand in the line any more.</p>;
  return (
    <Quote
      evidence={evidence}
      who={whoSaid(evidence, panelNames(names))}
      language={languageOf(evidence.role, session)}
      onShow={jump.show}
    />
  );
}
