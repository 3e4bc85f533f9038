import type { MutantResult, Report, SuiteResult } from '../../grader/model/report.ts';
import { aCase, aFinding, anOwnTest, casesFailing, loadFigures, reportWith } from './sample-report.ts';
import type { ReportParts } from './sample-report.ts';

const SOURCE = `import type { Store } from './contract.ts';

export function createPaymentProcessor(store: any, provider: any) {
  return { processPayment: (key: string) => provider.charge(key) as unknown as string };
}
`;

/** A report in which every list holds something: rules of each verdict, findings, failing own tests, notes, mutants, a fault. */
export function fullReport(parts: ReportParts = {}): Report {
  const file = 'src/payment-processor.ts';
  const report = reportWith({
    ...parts,
    submission: {
      id: 'bob',
      notes: [{ kind: 'given-file-changed', path: 'src/contract.ts', message: 'This file is given; it was changed.' }],
      changes: [
        { path: 'src/payment-processor.ts', status: 'changed', lines: 5, linesAdded: 4, linesRemoved: 7 },
        { path: 'src/retries.ts', status: 'added', lines: 41, linesAdded: 41, linesRemoved: 0 },
        {
          path: 'tests/support/scripted-payment-provider.ts',
          status: 'removed',
          lines: 0,
          linesAdded: 0,
          linesRemoved: 76,
        },
        { path: 'tests/store-claims.test.ts', status: 'unchanged', lines: 60, linesAdded: 0, linesRemoved: 0 },
      ],
      ...parts.submission,
    },
    evidence: {
      types: { status: 'measured', findings: [aFinding({ rule: 'types', file, line: 4, message: 'TS2345: no' })] },
      patterns: {
        status: 'measured',
        findings: [aFinding({ file, line: 3 }), aFinding({ file, line: 4, severity: 'points', rule: 'no-assertion' })],
      },
      rules: {
        status: 'measured',
        cases: [...casesFailing('S2', 'P6', 'P12'), aCase('S2', 'failed', 'another case', 1), aCase('S2', 'passed')],
      },
      tests: {
        status: 'measured',
        tests: [
          anOwnTest(),
          anOwnTest({ name: 'p.test.ts > retries', status: 'failed', message: 'expected 2 to be 3' }),
        ],
        problems: ['c.test.ts does not load'],
        suite: null,
      },
      load: loadFigures({ cost: { median: 4.2, low: 3.9, high: 4.8 } }),
      ...parts.evidence,
    },
    run: { faults: ['patterns: the linter was lost'], ...parts.run },
    sources: parts.sources ?? { [file]: SOURCE },
  });
  return { ...report, result: { ...report.result, tests: { ...report.result.tests, suite: SUITE, mutants: MUTANTS } } };
}

const CLAIMS = 'store.test.ts > claims';
const EXPIRES = 'store.test.ts > expires';

const MUTANTS: readonly MutantResult[] = [
  { id: 's2-check-then-insert', theme: 'claims', title: 'looks before it inserts', status: 'killed', by: [CLAIMS] },
  { id: 's4-new-payment-id', theme: 'claims', title: 're-claims under a new id', status: 'survived', by: [] },
  {
    id: 's6-off-by-one',
    theme: 'expiry',
    title: 'lives a millisecond longer',
    status: 'killed',
    by: [CLAIMS, EXPIRES],
  },
  { id: 'p6-no-backoff', theme: 'retries', title: 'never waits longer', status: 'survived', by: [] },
  { id: 'p6-endless', theme: 'retries', title: 'retries for ever', status: 'timeout', by: [EXPIRES] },
];

const SUITE: SuiteResult = {
  valid: [CLAIMS, EXPIRES],
  dropped: [{ name: 'p.test.ts > retries', reason: 'over-fitted', message: 'expected 2 to be 3' }],
  ownCode: ['tests/retries.test.ts reaches src/retries.ts'],
  themes: [
    { id: 'claims', title: 'Claims', killed: 1, outOf: 2 },
    { id: 'expiry', title: 'Expiry', killed: 1, outOf: 1 },
    { id: 'retries', title: 'Retries', killed: 1, outOf: 2 },
  ],
};
