import { grantOf } from './device.mjs';
import { PATIENCE } from './until.mjs';

/** The turns that the service has, in reading order. */
export async function storedTurns(service, page, sessionId) {
  return (await transcriptOf(service, page, sessionId)).turns;
}

export async function transcriptOf(service, page, sessionId) {
  const headers = { Authorization: `Bearer ${await grantOf(page, sessionId)}`, Accept: 'application/json' };
  const reply = await fetch(`${service.url}/api/v1/sessions/${sessionId}/transcript`, { headers });
  return reply.json();
}

/** The stored events so far: the stream would stay open, so it is read up to the last that is known to be there. */
export async function storedEvents(service, page, sessionId) {
  const { last_seq: last } = await transcriptOf(service, page, sessionId);
  const headers = { Authorization: `Bearer ${await grantOf(page, sessionId)}`, Accept: 'text/event-stream' };
  const signal = AbortSignal.timeout(PATIENCE);
  const reply = await fetch(`${service.url}/api/v1/sessions/${sessionId}/events`, { headers, signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of reply.body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n').slice(0, -1).flatMap(dataOf);
    if (events.at(-1)?.seq >= last) return events;
  }
  throw new Error('The stream ended before the last event.');
}

function dataOf(frame) {
  const data = /^data: (.*)$/m.exec(frame)?.[1];
  return data ? [JSON.parse(data)] : [];
}
