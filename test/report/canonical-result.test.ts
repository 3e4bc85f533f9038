import fc from 'fast-check';
import { expect, it } from 'vitest';

import { canonicalResult } from '../../grader/report/canonical-result.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { reportWith } from './sample-report.ts';

it('sorts the members and leaves white space out', () => {
  const text = canonicalResult(reportWith());
  expect(text).toMatch(
    /^\{"challenge":\{"hash":"sha256:c+","id":"idempotent-payments","version":"1\.0\.0"\},"findings":\[\],"gate":/,
  );
  expect(text).not.toMatch(/\s(?=")|\n/);
});

it('holds everything that the result holds', () => {
  const report = reportWith();
  expect(JSON.parse(canonicalResult(report))).toEqual(report.result);
});

it('does not depend on the order in which members were written', () => {
  const report = reportWith();
  const text = JSON.stringify(report, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  );
  expect(text).not.toBe(JSON.stringify(report));
  expect(canonicalResult(parseReport(text, 'x'))).toBe(canonicalResult(report));
});

it('survives writing and reading, whatever the candidate called things', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (id, seed) => {
      const report = reportWith({ submission: { id }, run: { seed } });
      expect(canonicalResult(parseReport(JSON.stringify(report), 'x'))).toBe(canonicalResult(report));
    }),
  );
});
