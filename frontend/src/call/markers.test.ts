import { expect, it } from 'vitest';
import { Transcriber } from './transcriber';

const ID = { item_id: 'p1', response_id: 'r1', content_index: 0 };
const added = {
  type: 'conversation.item.added',
  previous_item_id: null,
  item: { id: 'p1', type: 'message', role: 'assistant', content: [] },
};

it('shows no marker of what the patient shows, not even a part of one', () => {
  const transcriber = new Transcriber(() => 0);
  transcriber.read(added);
  const captions = [...'Here it is. [MEDIA:knee-xray] See?'].flatMap((delta) =>
    transcriber
      .read({ type: 'response.output_audio_transcript.delta', ...ID, delta })
      .flatMap((event) => (event.kind === 'partial' ? [event.line.text] : [])),
  );

  expect(captions.at(-1)).toBe('Here it is. See?');
  for (const caption of captions) expect(caption).not.toMatch(/[[\]]|MEDIA|knee-xray/);
});

it('gives a final line its references', () => {
  const transcriber = new Transcriber(() => 0);
  const content = [{ type: 'output_audio', transcript: '[MEDIA:knee-xray]' }];
  const item = { ...added.item, status: 'completed', content };
  const response = { id: 'r1', status: 'completed', output: [item] };
  const heard = [added, { type: 'response.done', response }].flatMap((event) => transcriber.read(event));

  expect(heard.find((event) => event.kind === 'final')).toMatchObject({
    line: { text: '…', media: ['knee-xray'] },
  });
});
