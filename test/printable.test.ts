import fc from 'fast-check';
import { expect, it } from 'vitest';

import { printable } from '../grader/printable.ts';

it('ordinary text stays as it is', () => {
  for (const text of ['', 'a key', 'Zoë pays 10 €', '支払い', '🙂', 'e\u0301']) expect(printable(text, 20)).toBe(text);
});

it('line breaks and tabs become single spaces', () => {
  expect(printable('one\r\n\t two\n', 20)).toBe('one two ');
});

it.each([
  ['an ANSI escape', '\u001b[31mred', '\\u{1b}[31mred'],
  ['a C1 control', '\u009b2J', '\\u{9b}2J'],
  ['a text direction', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
  ['a space without width', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['a hidden tag', '\u{e0041}', '\\u{e0041}'],
  ['half a surrogate pair', 'a\ud800', 'a\\u{d800}'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
])('%s is spelled out', (_, text, shown) => {
  expect(printable(text, 40)).toBe(shown);
});

it('marks do not pile up', () => {
  expect(printable(`a${'\u0301'.repeat(50)}b`, 60)).toBe(`a${'\u0301'.repeat(4)}b`);
});

it('what is cut off leaves an ellipsis', () => {
  expect(printable('abcdef', 6)).toBe('abcdef');
  expect(printable('abcdefg', 6)).toBe('abcde…');
  expect(printable('🙂🙂🙂', 2)).toBe('🙂…');
});

it('whatever comes in, one visible line of bounded length comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 100 }), (text, max) => {
      const shown = printable(text, max);
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(Array.from(shown).length).toBeLessThanOrEqual(max);
    }),
  );
});
