import type { Report } from '../../grader/model/report.ts';
import { aFinding, aStory, reportWith } from './sample-report.ts';

/** Every list as long as a report of a real submission can hold it. */
export function largeReport(): Report {
  const file = 'src/payment-processor.ts';
  const findings = Array.from({ length: 300 }, (_, line) => aFinding({ file, line, message: 'any '.repeat(50) }));
  const steps = Array.from({ length: 80 }, (_, atMs) => ({ atMs, from: 'call A', to: 'store', text: 'x'.repeat(200) }));
  const report = reportWith({
    evidence: { patterns: { status: 'measured', findings } },
    sources: { [file]: `${'const x: any = "<&>"; '.repeat(8)}\n`.repeat(400) },
  });
  const tests = Array.from(
    { length: 80 },
    (_, index) => `tests/some-file.test.ts > a suite > behaves well in case ${index}`,
  );
  const mutants = Array.from({ length: 125 }, (_, index) => ({
    id: `p6-mutant-${index}`,
    theme: 'retries',
    title: 'does something that no rule allows it to do, and does it well',
    status: 'killed' as const,
    by: tests.slice(0, index % 60),
  }));
  const story = aStory({ lanes: ['call A', 'processor 1', 'store', 'provider', 'clock'], steps });
  const evidence = [{ case: 'suite/case', message: 'x'.repeat(500), replay: null, story }];
  const rules = report.result.rules.map((rule) => ({ ...rule, verdict: 'not-met' as const, evidence }));
  const suite = { valid: tests, dropped: [], ownCode: [], themes: [] };
  return { ...report, result: { ...report.result, rules, tests: { ...report.result.tests, suite, mutants } } };
}
