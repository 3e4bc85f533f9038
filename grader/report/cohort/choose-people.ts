import { compareText } from '../../score/compare-findings.ts';
import type { Coverage } from './cohort.ts';
import type { ReportFacts } from './report-facts.ts';

export interface Chosen {
  readonly people: readonly ReportFacts[];
  readonly coverage: Coverage;
}

/**
 * The largest set of reports that were judged alike, one report for each hand-in (the latest), in the order of their grading.
 * `broken` counts files that could not be read.
 */
export function choosePeople(all: readonly ReportFacts[], broken: number): Chosen {
  const groups = [...Map.groupBy(all, ({ likeness }) => likeness).values()].toSorted(
    (a, b) => b.length - a.length || compareText(a[0]?.likeness ?? '', b[0]?.likeness ?? ''),
  );
  const [largest = [], ...others] = groups;
  const people = latestOfEach(largest);
  const like = largest[0]?.like ?? { challenge: '', version: '', hash: '', kit: '', node: '' };
  return {
    people,
    coverage: {
      read: all.length,
      broken,
      repeated: largest.length - people.length,
      unlike: others.map((group) => ({ what: describe(group[0]), reports: group.length })),
      people: people.length,
      ...like,
    },
  };
}

/** `Map` keeps the place of the first and the value of the last, so the result is put into order once more. */
function latestOfEach(reports: readonly ReportFacts[]): readonly ReportFacts[] {
  const byTime = (a: ReportFacts, b: ReportFacts): number =>
    compareText(a.startedAt, b.startedAt) || compareText(a.person, b.person);
  const latest = new Map(reports.toSorted(byTime).map((facts) => [facts.person, facts]));
  return [...latest.values()].toSorted(byTime);
}

function describe(facts: ReportFacts | undefined): string {
  if (facts === undefined) return '';
  const { challenge, version, hash, kit, node } = facts.like;
  return `${challenge} ${version}, state ${hash.slice(7, 15)}; kit ${kit}; Node ${node}`;
}
