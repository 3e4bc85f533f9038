/** Facts of people who do not exist, for the tests of cohort statistics. */

import type { Verdict } from '../../../grader/model/report.ts';
import type { ReportFacts } from '../../../grader/report/cohort/report-facts.ts';

const LIKE = {
  challenge: 'payments',
  version: '1.0.0',
  hash: `sha256:${'c'.repeat(64)}`,
  kit: '0.1.0',
  node: '26.10.0',
};

/** A person by the rules met: `1` met, `0` not met, `?` not measured; a rule is worth one point. */
export function person(name: string, pattern: string, facts: Partial<ReportFacts> = {}): ReportFacts {
  const verdicts = [...pattern].map((mark): Verdict =>
    mark === '1' ? 'met' : mark === '0' ? 'not-met' : 'not-measured',
  );
  const measured = verdicts.filter((verdict) => verdict !== 'not-measured').length;
  const met = verdicts.filter((verdict) => verdict === 'met').length;
  return {
    likeness: 'alike',
    like: LIKE,
    person: name,
    startedAt: '2026-02-09T12:00:00.000Z',
    complete: true,
    gatePassed: true,
    capped: false,
    percent: measured === 0 ? 0 : (100 * met) / measured,
    verdicts,
    points: verdicts.map((verdict) => (verdict === 'met' ? 1 : 0)),
    rules: verdicts.map((_, index) => ({ id: `R${index + 1}`, title: `rule ${index + 1}`, outOf: 1 })),
    mutants: [],
    ...facts,
  };
}

/** The quiz of K. L. Wuensch, four times over: 40 people, ten rules. */
export function quizTimesFour(): readonly ReportFacts[] {
  const quiz = [
    '1111110110',
    '1011011101',
    '1111011001',
    '0010001000',
    '0000010010',
    '1110111111',
    '1101110111',
    '1111111101',
    '0101111101',
    '1101101110',
  ];
  return [1, 2, 3, 4].flatMap((time) => quiz.map((pattern, index) => person(`${index} ${time}`, pattern)));
}
