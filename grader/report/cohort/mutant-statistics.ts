import type { MutantResult } from '../../model/report.ts';
import { compareText } from '../../score/compare-findings.ts';
import type { MutantStatistics } from './cohort.ts';
import { shareOf } from './enough.ts';
import type { ReportFacts } from './report-facts.ts';

/** How often own tests notice each bug, over those on which it was tried; the best hidden bug comes last. */
export function mutantStatistics(people: readonly ReportFacts[]): readonly MutantStatistics[] {
  const results = Map.groupBy(
    people.flatMap(({ mutants }) => mutants).filter(({ status }) => status !== 'invalid'),
    ({ id }) => id,
  );
  return [...results]
    .map(([id, own]) => ({
      id,
      title: own[0]?.title ?? '',
      killed: shareOf(count(own, 'killed'), own.length),
      timeouts: count(own, 'timeout'),
    }))
    .toSorted((a, b) => b.killed.count / b.killed.of - a.killed.count / a.killed.of || compareText(a.id, b.id));
}

function count(results: readonly Pick<MutantResult, 'status'>[], status: MutantResult['status']): number {
  return results.filter((result) => result.status === status).length;
}
