import { expect, it } from 'vitest';
import { routeOf } from './route';

it.each([
  ['', { screen: 'choose' }],
  ['#/', { screen: 'choose' }],
  [
    '#/encounter/ses_4Vb9K2mQx7Zt1LcR8yNwPd',
    { screen: 'encounter', sessionId: 'ses_4Vb9K2mQx7Zt1LcR8yNwPd' },
  ],
  ['#/case/knee-after-football', { screen: 'choose', scenarioId: 'knee-after-football' }],
  ['#/case/../x', { screen: 'unknown' }],
  ['#/attempts/knee-after-football', { screen: 'attempts', scenarioId: 'knee-after-football' }],
  ['#/mine', { screen: 'mine' }],
  ['#/exam/exm_8Kd2nQw5Zr7Tb1Yc9uVxLe', { screen: 'exam', examId: 'exm_8Kd2nQw5Zr7Tb1Yc9uVxLe' }],
  ['#/exam/exm_1', { screen: 'unknown' }],
  ['#/transcript/ses_1', { screen: 'transcript', sessionId: 'ses_1' }],
  ['#/encounter/../x', { screen: 'unknown' }],
  ['#/faculty', { screen: 'unknown' }],
])('reads %s', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
