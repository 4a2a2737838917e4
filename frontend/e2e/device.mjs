/** The grant that the page keeps on its device. */
export function grantOf(page, sessionId) {
  return page.evaluate(
    (id) =>
      new Promise((resolve) => {
        indexedDB.open('viva-sessions').onsuccess = (opened) => {
          const found = opened.target.result.transaction('sessions').objectStore('sessions').get(id);
          found.onsuccess = () => resolve(found.result.grant);
        };
      }),
    sessionId,
  );
}

/** The ids of the sessions that the page keeps on its device. */
export function keptOn(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('viva-sessions').onsuccess = (opened) => {
          const database = opened.target.result;
          const found = database.transaction('sessions').objectStore('sessions').getAllKeys();
          found.onsuccess = () => {
            database.close();
            resolve(found.result);
          };
        };
      }),
  );
}

/** In the page: its list of sessions hangs until `answer` is called. */
export function hangingSessions() {
  const answered = new Promise((resolve) => (window.answer = resolve));
  const { getAll } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAll = function (...args) {
    const request = getAll.apply(this, args);
    if (this.name === 'sessions')
      request.addEventListener = (type, listener) => type === 'success' && answered.then(listener);
    return request;
  };
}

/** Holds requests of the page until the function that it answers is called. */
export async function hold(page, address) {
  let answer;
  const answered = new Promise((resolve) => (answer = resolve));
  await page.route(address, async (route) => {
    await answered;
    await route.continue();
  });
  return answer;
}

/** Answers requests of the page in the service's place, with a problem as it would write it. */
export function problem(status, code, headers = {}, more = {}) {
  const body = {
    type: `/docs/problems/${code}`,
    title: code,
    status,
    code,
    detail: code,
    instance: '/',
    ...more,
  };
  return (route) =>
    route.fulfill({
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
      body: JSON.stringify({ ...body, request_id: 'req_of_the_test_0001' }),
    });
}
