import { beforeEach, describe, expect, it } from 'vitest';
import { newItemId, Typing } from './typing';

let sent: Record<string, unknown>[];
let open: boolean;
let typing: Typing;
const types = () => sent.map((e) => e.type);

beforeEach(() => {
  sent = [];
  open = true;
  let n = 0;
  const send = (event: object) => (open ? (sent.push(event as Record<string, unknown>), true) : false);
  typing = new Typing(send, () => `item_${++n}`);
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

  it('asks for an answer to a second line only after the first answer', () => {
    typing.say('Hello');
    typing.onCallEvent({ kind: 'responding', active: true });
    typing.say('Where does it hurt?');
    typing.say('And since when?');
    expect(types().filter((t) => t === 'response.create')).toHaveLength(1);
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(types().filter((t) => t === 'response.create')).toHaveLength(2);
    typing.onCallEvent({ kind: 'responding', active: false });
    expect(types().filter((t) => t === 'response.create')).toHaveLength(2);
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
