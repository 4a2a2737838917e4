import { until } from './until.mjs';

/** Opens the simulator's controls; a service under test is started with it. */
export const SIMULATOR_KEY = 'key-of-the-browser-tests';

const headers = { Authorization: `Bearer ${SIMULATOR_KEY}`, 'Content-Type': 'application/json' };

/** Makes a call by `connect` and answers its id at the simulator, where earlier calls may still be live. */
export async function callOf(service, connect) {
  const before = new Set(await liveCalls(service));
  await connect();
  return until('the call is live', 10_000, async () =>
    (await liveCalls(service)).find((id) => !before.has(id)),
  );
}

async function liveCalls(service) {
  const reply = await fetch(`${service.url}/simulator/control/calls`, { headers });
  return (await reply.json()).calls;
}

/** Lets the student of a call speak, as a script has it. */
export async function sayAloud(service, callId, turn) {
  const reply = await fetch(`${service.url}/simulator/control/calls/${callId}/turns`, {
    method: 'POST',
    headers,
    body: JSON.stringify(turn),
  });
  if (!reply.ok) throw new Error(`The simulator refused: ${reply.status} ${await reply.text()}`);
}
