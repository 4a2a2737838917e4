import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Button } from './Button';

it('a button that is off takes no press, sends no form, and keeps the focus', () => {
  let presses = 0;
  const onClick = () => (presses += 1);
  let prevented = 0;
  const press = (button: ReturnType<typeof Button>) =>
    button.props.onClick({ preventDefault: () => (prevented += 1) });
  press(Button({ onClick }));
  expect([presses, prevented]).toEqual([1, 0]);
  const off = Button({ onClick, type: 'submit', off: true });
  press(off);
  expect([presses, prevented]).toEqual([1, 1]);
  expect(renderToStaticMarkup(off)).toContain('aria-disabled="true"');
  expect(renderToStaticMarkup(off)).not.toMatch(/ disabled/);
});
