import { newVisitor } from './browser.mjs';

/** The key of faculty at the services under test. */
export const FACULTY_KEY = 'the-faculty-key-of-the-browser-tests-0123';

/** A service on which a class may begin at once. */
export const FOR_FACULTY = { VIVA_FACULTY_KEY: FACULTY_KEY, VIVA_STUDENTS_PER_ADDRESS: '100' };

/** A teacher in a browser of their own, on the sign-in page. */
export async function enterFaculty(stage) {
  const visitor = await newVisitor(stage.browser, stage.service.url);
  const page = await visitor.context.newPage();
  await page.goto('/faculty');
  await page.getByLabel('Faculty key').waitFor();
  return { visitor, page };
}

export async function signIn(page, key = FACULTY_KEY) {
  await page.getByLabel('Faculty key').fill(key);
  await page.keyboard.press('Enter');
}

/** A student's encounter, held without a browser. */
export class Encounter {
  constructor(url, created) {
    this.url = url;
    this.id = created.session.session_id;
    this.grant = created.access_token;
    this.items = 0;
  }

  static async begin(service, participant, more = {}) {
    const body = { scenario_id: 'knee-after-football', persona_id: 'hana-suzuki', participant, ...more };
    const reply = await send(`${service.url}/api/v1/sessions`, 'POST', undefined, body);
    return new Encounter(service.url, await reply.json());
  }

  async line(role, text) {
    const line = { item_id: `item_${++this.items}`, role, text, is_final: true };
    await this.post('transcript', line);
  }

  /** Words that are still being spoken; the next line finishes them. */
  async partial(role, text) {
    await this.post('transcript', { item_id: `item_${this.items + 1}`, role, text, is_final: false });
  }

  advance(phase) {
    return this.post('phase', { phase });
  }

  examine(testId, side) {
    return this.post('examinations', {
      item_id: `exam_${++this.items}`,
      test_id: testId,
      side,
      consent: true,
    });
  }

  end() {
    return this.post('end');
  }

  async post(what, body) {
    return send(`${this.url}/api/v1/sessions/${this.id}/${what}`, 'POST', this.grant, body);
  }
}

/** A request of faculty's own, outside of the browser. */
export function ask(service, path) {
  return fetch(`${service.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${FACULTY_KEY}` } });
}

async function send(url, method, bearer, body) {
  const headers = {
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
    'Content-Type': 'application/json',
  };
  const reply = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
  return reply;
}
