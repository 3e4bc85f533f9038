import type { OwnTestsRubric } from '../model/challenge.ts';
import type { Measured, SuiteEvidence, TestsEvidence } from '../model/evidence.ts';
import type { DroppedTest, Result, SuiteResult } from '../model/report.ts';
import { compareText } from '../score/compare-findings.ts';
import { countThemes } from '../score/score-own-tests.ts';

/** What a report says about own tests: on the own solution, and on implementations of ours. */
export function ownTestsResult(tests: Measured<TestsEvidence>, rubric: OwnTestsRubric | undefined): Result['tests'] {
  const all = tests.status === 'measured' ? tests.tests : [];
  const failures = all.filter(({ status }) => status === 'failed').sort((a, b) => compareText(a.name, b.name));
  const suite = tests.status === 'measured' ? tests.suite : null;
  return {
    valid: all.filter(({ status }) => status === 'passed').length,
    invalid: failures.length,
    skipped: all.filter(({ status }) => status === 'skipped').length,
    failures,
    problems: tests.status === 'measured' ? tests.problems : [],
    suite: suite === null ? null : suiteResult(suite, rubric),
    mutants: suite?.mutants ?? [],
  };
}

function suiteResult({ tests, mutants, ownCode }: SuiteEvidence, rubric: OwnTestsRubric | undefined): SuiteResult {
  return {
    valid: tests.filter(({ verdict }) => verdict === 'valid').map(({ name }) => name),
    dropped: tests.flatMap(({ name, verdict, message }): DroppedTest[] =>
      verdict === 'valid' || verdict === 'skipped' ? [] : [{ name, reason: verdict, message: message ?? '' }],
    ),
    ownCode,
    themes: countThemes(rubric?.themes ?? [], mutants),
  };
}
