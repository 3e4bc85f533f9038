import fc from 'fast-check';
import { expect, it } from 'vitest';

import { locateJsonError } from '../grader/locate-json-error.ts';

it.each([
  ['', '1:1'],
  ['nul', '1:1'],
  ['{', '1:2'],
  ['{"a":}', '1:6'],
  ['{\n "a": 1,\n}', '3:1'],
  ['[1,\n  2,,\n]', '2:5'],
  ['[1 2]', '1:4'],
  ['{"a" 1}', '1:6'],
  ['{"a": 1} x', '1:10'],
  ['["a\nb"]', '1:2'],
  ['[01]', '1:3'],
  ['[}', '1:2'],
])('%j stops being JSON at %s', (text, place) => {
  expect(locateJsonError(text)).toBe(place);
});

it('finds the character that was put into valid JSON where nothing can stand', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (before, after) => {
      const text = `[${before},\n?${after}]`;
      const line = text.slice(0, text.indexOf('\n?')).split('\n').length + 1;
      fc.pre(!before.includes('\n?'));
      expect(locateJsonError(text)).toBe(`${line}:1`);
    }),
  );
});

it('takes all of valid JSON for valid', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const lines = text.split('\n');
      expect(locateJsonError(text)).toBe(`${lines.length}:${(lines.at(-1) ?? '').length + 1}`);
    }),
  );
});
