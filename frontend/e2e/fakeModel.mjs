import { createServer } from 'node:http';

export const MODEL = 'reads-along-1';

/**
 * A server with the chat protocol of OpenAI on this machine. It answers by what a question contains, and all others that
 * the criterion is not met; while it is held, it answers nothing.
 */
export async function startModel() {
  const answers = [];
  const asked = [];
  let hold = Promise.resolve();
  let release = () => {};
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', async () => {
      const question = JSON.parse(Buffer.concat(parts).toString()).messages[1].content;
      asked.push(question);
      await hold;
      const found = answers.find(({ words }) => question.includes(words));
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(completion(found?.content ?? opinion('not_met'))));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** The service's environment with which it asks this model. */
    environment: {
      VIVA_REVIEW_KIND: 'openai',
      VIVA_REVIEW_BASE_URL: `http://127.0.0.1:${server.address().port}`,
      VIVA_REVIEW_API_KEY: 'the-key-of-the-fake-model',
      VIVA_REVIEW_MODEL: MODEL,
    },
    /** What it was asked. */
    asked,
    /** Of a question with these words, what it says: an opinion, or whatever else a model may write. */
    says: (words, content) => answers.push({ words, content }),
    holds: () => {
      hold = new Promise((resolve) => (release = resolve));
    },
    goesOn: () => release(),
    stop: () => {
      release();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function opinion(verdict, line = null, quote = null) {
  return JSON.stringify({ verdict, line, quote, confidence: 0.9 });
}

function completion(content) {
  return {
    model: `${MODEL}-2026-10`,
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }],
  };
}
