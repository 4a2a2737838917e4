import type { Entry } from '@viva/client';
import { causeOf, inWords } from '../api/problems';
import { isTyped } from '../call/state';
import { count } from '../time/words';
import { unkept } from './conversation';
import { hasEnded, isLeaving, isReported, wasAbandoned, type EncounterState } from './encounterState';

export interface Shown {
  readonly key:
    | 'over'
    | 'lost'
    | 'saving'
    | 'otherTab'
    | 'abandoned'
    | 'offline'
    | 'waiting'
    | 'stream'
    | 'blocked'
    | 'microphone'
    | 'unanswered'
    | 'simulated'
    | 'notice';
  readonly tone: 'trouble' | 'calm';
  readonly words: string;
  /** The name of the button that opens a microphone anew. */
  readonly retakes?: string;
  /** Whether asking again may help. */
  readonly asksAgain?: boolean;
  /** To report it by. */
  readonly requestId?: string | undefined;
  /** When the page tries again by itself, by this device's clock. */
  readonly nextTryAt?: number | undefined;
}

/** How much of a line a notice shows. */
const MAX_SHOWN = 60;

type Notice = (state: EncounterState) => Shown | undefined;

const WHILE_OPEN: readonly Notice[] = [
  saving,
  otherTab,
  abandoned,
  offline,
  waiting,
  stream,
  blocked,
  microphone,
  unanswered,
  notice,
  simulated,
];

const AFTER_THE_END: readonly Notice[] = [lost, notice, stream, over];

/** The notices for a state, the most urgent first. */
export function noticesOf(state: EncounterState): Shown[] {
  const all = hasEnded(state) && !isLeaving(state) ? AFTER_THE_END : WHILE_OPEN;
  return all.flatMap((of) => of(state) ?? []);
}

function over(state: EncounterState): Shown {
  const deadline = state.session?.deadlineAt.getTime() ?? state.device.deadlineAt;
  const endedAt = state.session?.endedAt?.getTime() ?? state.conversation.endedAt;
  // Within a few seconds of the deadline it was the deadline. Both times are of the service's clock.
  const byTime = endedAt !== undefined && Math.abs(endedAt - deadline) < 10_000;
  const words = byTime ? 'The time is up: the encounter has ended.' : 'The encounter has ended.';
  return { key: 'over', tone: 'calm', words };
}

function lost({ conversation }: EncounterState): Shown | undefined {
  const lines = unkept(conversation).length;
  if (lines === 0) return undefined;
  const words = `${count(lines, 'line', ['is neither on this device nor at the service. Copy it', 'are neither on this device nor at the service. Copy them'])} if you need the words.`;
  return { key: 'lost', tone: 'trouble', words };
}

function saving({ ending }: EncounterState): Shown | undefined {
  if (ending !== 'saving') return undefined;
  return { key: 'saving', tone: 'calm', words: 'Your last words are being saved, then the encounter ends.' };
}

function otherTab(state: EncounterState): Shown | undefined {
  if (state.tabRole !== 'otherTab') return undefined;
  const words = 'This encounter is open in another tab of this browser. Here you read along.';
  return { key: 'otherTab', tone: 'calm', words };
}

/** For followers. The tab that calls shows it beside the button that calls again. */
function abandoned(state: EncounterState): Shown | undefined {
  if (state.tabRole === 'holder' || !wasAbandoned(state)) return undefined;
  const words = 'The call was hung up because nobody seemed to be there. The encounter goes on.';
  return { key: 'abandoned', tone: 'calm', words };
}

function offline(state: EncounterState): Shown | undefined {
  if (state.online) return undefined;
  const waits = unsaved(state).length;
  const kept =
    waits > 0
      ? `${count(waits, 'line', ['waits on this device and is', 'wait on this device and are'])} sent`
      : 'Everything goes on';
  return { key: 'offline', tone: 'trouble', words: `You are offline. ${kept} when the network is back.` };
}

function waiting(state: EncounterState): Shown | undefined {
  const { failure, nextTryAt } = state.pending;
  const waits = unsaved(state).filter((entry) => entry.state === 'waiting').length;
  if (!state.online || !failure || waits === 0) return undefined;
  const words = `${causeOf(failure)} ${count(waits, 'line', ['waits, safe on this device, and is sent again by itself', 'wait, safe on this device, and are sent again by themselves'])}.`;
  return { key: 'waiting', tone: 'trouble', words, requestId: failure.requestId, nextTryAt };
}

/** What waits on this device and is not shown as saved: the stream may bring a line before its receipt comes. */
export function unsaved({ pending, conversation }: EncounterState): Entry[] {
  return pending.entries.filter(
    ({ itemId, state }) => state === 'attention' || !conversation.turns.has(itemId),
  );
}

function stream(state: EncounterState): Shown | undefined {
  const failure = state.stream.kind === 'refused' ? state.stream.failure : state.crowded;
  if (!failure) return undefined;
  const { words, requestId } = inWords(failure);
  return { key: 'stream', tone: 'trouble', words, requestId };
}

function blocked(state: EncounterState): Shown | undefined {
  if (!state.voiceBlocked) return undefined;
  return { key: 'blocked', tone: 'trouble', words: 'The browser holds back the patient’s voice.' };
}

function microphone(state: EncounterState): Shown | undefined {
  const { microphone: mic, call } = state;
  if (!mic || call.kind !== 'connected') return undefined;
  const shown = (words: string): Shown => ({ key: 'microphone', tone: 'trouble', words });
  if (mic.health === 'lost') {
    const words =
      'The microphone was unplugged. Connect one: it is used at once. The call goes on; you can type.';
    return { ...shown(words), retakes: 'Use another microphone' };
  }
  if (mic.health === 'muted-by-system') {
    // After a phone call, or while another tab listened, some browsers never turn it on again by themselves.
    const words =
      'The microphone is muted by the system or its own switch. Turn it on there and, if that does not help, here; or type.';
    return { ...shown(words), retakes: 'Turn on again' };
  }
  if (mic.silent && !call.simulated) return shown('We hear nothing: check your microphone, or type.');
  if (!mic.replaced) return undefined;
  const words = 'The microphone was unplugged. The call continues with another one.';
  return { key: 'microphone', tone: 'calm', words };
}

function unanswered(state: EncounterState): Shown | undefined {
  const [oldest, ...others] = state.unanswered.filter(isReported);
  if (!isTyped(state.call) || !oldest) return undefined;
  const { itemId, requestId } = oldest;
  const { turns, local } = state.conversation;
  // By whole characters: an emoji is two of the units that `slice` of a string counts.
  const text = [...((turns.get(itemId) ?? local.get(itemId))?.text ?? '')];
  const shown = text.slice(0, MAX_SHOWN).join('') + (text.length > MAX_SHOWN ? '…' : '');
  const first = shown && `; the first is “${shown}”`;
  const number = count(others.length + 1, 'line', ['has', 'have']);
  const which = others.length > 0 ? ` ${number} no answer${first}.` : '';
  return {
    key: 'unanswered',
    tone: 'trouble',
    words: oldest.words + which,
    requestId,
    asksAgain: !oldest.lasting,
  };
}

function notice(state: EncounterState): Shown | undefined {
  const { words, requestId } = state.notice ?? {};
  return words === undefined ? undefined : { key: 'notice', tone: 'trouble', words, requestId };
}

function simulated(state: EncounterState): Shown | undefined {
  if (state.call.kind !== 'connected' || !state.call.simulated) return undefined;
  return {
    key: 'simulated',
    tone: 'calm',
    words: 'Practice mode: a scripted patient answers what you type. It cannot hear you.',
  };
}
