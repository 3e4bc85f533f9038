import type { FunnelStep } from './cohort.ts';
import { shareOf } from './enough.ts';
import type { ReportFacts } from './report-facts.ts';

export interface FunnelOptions {
  /** How many were asked to do the exercise; without it the funnel begins with those who were graded. */
  readonly invited: number | null;
  /** Points of 100, or `null`. */
  readonly cut: number | null;
}

type Test = readonly [name: string, passes: (facts: ReportFacts) => boolean];

/** How many get how far; each step counts only those who passed all steps before it. */
export function funnelOf(people: readonly ReportFacts[], { invited, cut }: FunnelOptions): readonly FunnelStep[] {
  const tests: readonly Test[] = [
    ['handed in both parts', ({ complete }) => complete],
    ['passed the gate', ({ gatePassed }) => gatePassed],
    ['no cap in force', ({ capped }) => !capped],
    ...(cut === null ? [] : [atLeast(cut)]),
    ['met every measured rule', ({ verdicts }) => !verdicts.includes('not-met')],
  ];
  const all = invited ?? people.length;
  const steps: FunnelStep[] = [];
  let left = people;
  if (invited !== null)
    steps.push({ name: 'were graded', ...shareOf(left.length, all), ofAll: shareOf(left.length, all) });
  for (const [name, passes] of tests) {
    const before = left.length;
    left = left.filter(passes);
    steps.push({ name, ...shareOf(left.length, before), ofAll: shareOf(left.length, all) });
  }
  return steps;
}

function atLeast(cut: number): Test {
  return [`at least ${cut} of 100 points`, ({ percent }) => percent >= cut];
}
