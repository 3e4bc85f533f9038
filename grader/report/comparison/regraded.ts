import type { Report } from '../../model/report.ts';
import { allRules } from '../all-rules.ts';
import { askedHow } from './align-rules.ts';
import type { Regraded, RegradedRule } from './comparison.ts';

/** What a new grading of the same hand-in changes. */
export function regradedFrom(before: Report, after: Report, label: string): Regraded {
  return {
    label,
    before: gradingOf(before),
    after: gradingOf(after),
    changes: changesOf(before, after),
  };
}

/** Equal for two reports on the same hand-in. */
export function handInKey({ result }: Report): string {
  return `${result.submission.treeHash} ${result.submission.id}`;
}

function gradingOf({ score, result, run }: Report): Regraded['before'] {
  const { version, hash } = result.challenge;
  return {
    got: score.got,
    outOf: score.outOf,
    by: `challenge ${version}, state ${hash.slice(7, 15)}; kit ${run.kit}; Node ${run.node}`,
  };
}

/** Rules whose verdict is another, in the order of the new report. */
function changesOf(before: Report, after: Report): readonly RegradedRule[] {
  const known = new Map(allRules(before).map((rule) => [rule.id, rule]));
  return allRules(after).flatMap((rule) => {
    const old = known.get(rule.id);
    if (old === undefined || old.verdict === rule.verdict) return [];
    const alike = askedHow(old, before).how === askedHow(rule, after).how;
    return [{ id: rule.id, title: rule.title, before: old.verdict, after: rule.verdict, alike }];
  });
}
