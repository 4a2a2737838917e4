import { useMemo, useState } from 'react';
import type { Entry } from '@viva/client';
import { languageName } from '../choose/cases';
import { lineLanguage, type Languages } from '../debrief/names';
import type { DeviceSession } from '../device/sessions';
import { calledName, nameAndTitle, patientName } from '../device/speaker';
import { Button } from '../ui/Button';
import { DiscardDialog } from './DiscardDialog';
import type { EncounterController } from './encounterController';
import { emptyWords } from './emptyWords';
import type { EncounterState } from './encounterState';
import type { ShownLine } from './shown';
import { Line } from './Line';
import { FindingCard } from '../examine/FindingCard';
import { scriptOf } from './phases';
import { PhaseRow } from './PhaseRow';
import { useStickToEnd } from './useStickToEnd';

interface Props {
  controller: EncounterController;
  state: EncounterState;
  lines: ShownLine[];
}

export function TranscriptLog({ controller, state, lines }: Props) {
  const { device, session } = state;
  const { findings, phases } = state.conversation;
  const entries = useMemo(() => scriptOf(lines, findings, phases.values()), [lines, findings, phases]);
  const [removing, setRemoving] = useState<Entry>();
  const { ref, away, toEnd } = useStickToEnd(entries);
  const languages = session ?? device;
  const student = state.tabRole === 'follower' ? 'Student' : 'You';
  return (
    <div className="scroll" ref={ref} tabIndex={0} role="region" aria-label="Conversation">
      <div className="script">
        {device.briefing && (
          <details className="briefing" open={entries.length === 0}>
            <summary>What is known beforehand</summary>
            <p>{device.briefing}</p>
            <p>{spokenWith(device, languages)}</p>
            {device.task && (
              <p>
                <strong>Your task:</strong> {device.task}
              </p>
            )}
          </details>
        )}
        {entries.length === 0 && <p className="quiet empty">{emptyWords(state, notYetWords(state))}</p>}
        <div
          role="log"
          aria-label="What was said"
          aria-relevant="additions"
          aria-live={state.caughtUp ? 'polite' : 'off'}
        >
          {entries.map(({ line, finding, mark }) =>
            mark ? (
              <PhaseRow key={`phase ${mark.seq}`} mark={mark} />
            ) : finding ? (
              // A line may have the same item.
              <FindingCard
                key={`finding ${finding.itemId}`}
                finding={finding}
                patient={patientName(device)}
              />
            ) : (
              // Another key for a partial: what was being said is announced once, when it is final.
              <Line
                key={line.state === 'partial' ? `${line.itemId}…` : line.itemId}
                line={line}
                name={line.role === 'student' ? student : (line.speaker ?? calledName(device))}
                language={lineLanguage(line, languages)}
                onRetry={(entry) => void controller.retry(entry)}
                onDiscard={setRemoving}
              />
            ),
          )}
        </div>
      </div>
      {away && (
        <Button className="to-end" icon="down" onClick={toEnd}>
          Newest line
        </Button>
      )}
      {/* Outside of the log, which would be announced with it. */}
      {removing && (
        <DiscardDialog
          entry={removing}
          onDiscard={(entry) => void controller.discard(entry)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </div>
  );
}

/** With whom and in which languages, as it was chosen. */
function spokenWith(device: DeviceSession, { inputLanguage, replyLanguage }: Languages): string {
  const mine = inputLanguage ? ` You speak ${languageName(inputLanguage)}.` : '';
  const theirs = replyLanguage ? ` The answers are in ${languageName(replyLanguage)}.` : '';
  return `You speak with ${nameAndTitle(device)}.${mine}${theirs}`;
}

function notYetWords(state: EncounterState): string {
  if (state.tabRole === 'follower') return 'Nothing has been said yet. Lines appear here as they are spoken.';
  return 'Nothing has been said yet. Start with a greeting.';
}
