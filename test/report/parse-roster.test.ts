import fc from 'fast-check';
import { expect, it } from 'vitest';

import { UsageError } from '../../grader/errors.ts';
import { parseRoster } from '../../grader/report/parse-roster.ts';

it('finds names by id, whatever the other columns', () => {
  const roster = parseRoster(
    '\uFEFFname,team,ID\r\n"Lovelace, Ada",a,anna\r\n"Bo ""B"" B",b,3fa9c1d2\r\n\r\n',
    'roster.csv',
  );
  expect([...roster]).toEqual([
    ['anna', 'Lovelace, Ada'],
    ['3fa9c1d2', 'Bo "B" B'],
  ]);
});

it('a quoted field may hold a line break, and the last line needs none', () => {
  expect([...parseRoster('id,name\na,"one\ntwo"', 'x')]).toEqual([['a', 'one\ntwo']]);
});

it.each([
  ['', 'the first line must name the columns id and name'],
  ['number,name\n1,Ada', 'the first line must name the columns id and name; it says "number,name"'],
  ['id,name\na,', 'row 2 has no id or no name'],
  ['id,name\na,Ada\na,Bo', 'row 3 repeats the id a'],
  ['id,name\na,"Ada', 'row 2 has a quote that is not closed'],
  ['id,name\n"a"b,Ada', 'row 2 has a quote'],
])('%j is a usage error', (text, message) => {
  expect(() => parseRoster(text, 'roster.csv')).toThrow(`roster.csv: ${message}`);
});

it('junk never throws anything but a usage error, and ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'id', 'name') }), (text) => {
      try {
        parseRoster(`id,name\n${text}`, 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
  );
});
