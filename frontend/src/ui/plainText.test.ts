import { expect, it } from 'vitest';
import { plainRow, plainText } from './plainText';

const controls = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).join('');
const controlsIn = (text: string) => text.match(/\p{Cc}/gu) ?? [];

it('leaves no character that the service does not take', () => {
  expect(controlsIn(plainText(`a${controls}b`))).toEqual(['\t', '\n', '\n', '\n', '\r']);
  expect(controlsIn(plainRow(`a${controls}b`))).toEqual([]);
});

it('keeps the rows of a text, and makes one row of a name', () => {
  expect(plainText(' One\vtwo\fthree\r\nfour\tfive\u0007\u007f ')).toBe('One\ntwo\nthree\r\nfour\tfive');
  expect(plainRow(' Kim\v\tLee\u0000 ')).toBe('Kim Lee');
  expect(plainText('\u0001')).toBe('');
});
