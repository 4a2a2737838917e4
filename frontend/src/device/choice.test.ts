import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Choice } from './Choice';

const devices = [{ id: 'headset', name: 'Headset' }];
const options = (chosen: string | undefined) =>
  renderToStaticMarkup(
    createElement(Choice, { label: 'Speaker', devices, chosen, onChoose: () => undefined }),
  );

it.each([['headset'], ['unplugged'], [undefined]])(
  'the choice can be left to the system, whether %s was chosen',
  (chosen) => expect(options(chosen)).toMatch(/As the system chooses.*Headset/),
);
