import { beforeEach, describe, expect, it } from 'vitest';
import { newItemId, Typing } from './typing';

let sent: Record<string, unknown>[];
let open: boolean;
let busy: boolean;
let typing: Typing;
const types = () => sent.map((e) => e.type);

beforeEach(() => {
  sent = [];
  open = true;
  busy = false;
  let n = 0;
  const send = (event: object) => (open ? (sent.push(event as Record<string, unknown>), true) : false);
  typing = new Typing({ send, newId: () => `item_${++n}`, patientBusy: () => busy });
});

describe('typing', () => {
  it('sends the line and asks for an answer', () => {
    expect(typing.say('Hello')).toBe('item_1');
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
    expect(sent[0]!.item).toEqual({
      id: 'item_1',
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Hello' }],
    });
  });

  it('gives each line an answer of its own, one after the other', () => {
    const said = () => sent.flatMap((e) => (e.item as { id: string } | undefined)?.id ?? 'answer');
    typing.say('Hello');
    typing.onCallEvent({ kind: 'responding', active: true });
    typing.say('Where does it hurt?');
    typing.say('And since when?');
    expect(said()).toEqual(['item_1', 'answer']);
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(said()).toEqual(['item_1', 'answer', 'item_2', 'answer']);
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(said()).toEqual(['item_1', 'answer', 'item_2', 'answer', 'item_3', 'answer']);
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(said()).toHaveLength(6);
  });

  it('lets a line wait until the patient has finished speaking', () => {
    busy = true;
    typing.say('Hello');
    expect(types()).toEqual([]);
    busy = false;
    typing.proceed();
    expect(types()).toEqual(['conversation.item.create', 'response.create']);
  });

  it('returns a line that still waited for its turn', () => {
    busy = true;
    typing.say('Hello');
    expect(typing.open).toBe(true);
    expect(typing.undelivered()).toEqual([{ itemId: 'item_1', text: 'Hello' }]);
    expect(typing.open).toBe(false);
  });

  it('asks again after another reply was already under way', () => {
    typing.say('Hello');
    typing.onCallEvent({
      kind: 'refused',
      code: 'conversation_already_has_active_response',
      eventId: String(sent[1]!.event_id),
      words: '',
    });
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(types().filter((t) => t === 'response.create')).toHaveLength(2);
  });

  it('refuses a line that the channel cannot send', () => {
    open = false;
    expect(typing.say('Hello')).toBeUndefined();
    expect(typing.undelivered()).toEqual([]);
  });

  it('returns lines that were sent but never accepted', () => {
    typing.say('one');
    typing.say('two');
    typing.onCallEvent({ kind: 'taken', itemId: 'item_1' });
    expect(typing.undelivered()).toEqual([{ itemId: 'item_2', text: 'two' }]);
    expect(typing.undelivered()).toEqual([]);
  });

  it('returns a refused line', () => {
    typing.say('one');
    expect(typing.takeBack('event_item_1')).toEqual({ itemId: 'item_1', text: 'one' });
    expect(typing.takeBack('event_item_1')).toBeUndefined();
    expect(typing.takeBack(undefined)).toBeUndefined();
  });
});

it('makes item ids of twenty letters and digits', () => {
  let next = 0;
  const id = newItemId((n) => Uint8Array.from({ length: n }, () => (next += 37) % 256));
  expect(id).toMatch(/^item_[A-Za-z0-9]{20}$/);
});
