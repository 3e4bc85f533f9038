import type { Report, RuleResult } from '../../model/report.ts';
import { allRules } from '../all-rules.ts';
import type { ComparedCell, ComparedRule } from './comparison.ts';

export interface Asked {
  readonly rule: RuleResult;
  /** Equal where the rule was put to two submissions in the same way. */
  readonly how: string;
}

/** A row for every rule that a report knows, in the order of the reports' rules. */
export function alignRules(reports: readonly Report[]): readonly ComparedRule[] {
  const asked = reports.map((report) => new Map(allRules(report).map((rule) => [rule.id, askedHow(rule, report)])));
  const ids = new Set(asked.flatMap((rules) => [...rules.keys()]));
  return [...ids].flatMap((id) => {
    const across = asked.map((rules) => rules.get(id) ?? null);
    const named = across.find((entry) => entry !== null)?.rule;
    return named === undefined ? [] : [alignRule(named, across)];
  });
}

/** Without a hash of its cases a rule is alike only where challenge, kit and runtime are. */
export function askedHow(rule: RuleResult, { result, run }: Report): Asked {
  return { rule, how: rule.casesHash ?? `${result.challenge.hash} ${run.kit} ${run.node}` };
}

function alignRule({ id, title, part }: RuleResult, across: readonly (Asked | null)[]): ComparedRule {
  const usual = mostFrequent(across.flatMap((entry) => entry?.how ?? []));
  const cells = across.map((entry) => (entry === null ? null : cellOf(entry, usual)));
  const comparable = cells.flatMap((cell) => (cell !== null && cell.alike ? [cell.verdict] : []));
  const differs = comparable.includes('met') && comparable.includes('not-met');
  return { id, title, part, cells, differs };
}

function cellOf({ rule, how }: Asked, usual: string): ComparedCell {
  const { verdict, points, outOf, cases, failed, evidence } = rule;
  return { verdict, points, outOf, cases, failed, evidence, alike: how === usual };
}

/** The first to appear wins a draw. */
function mostFrequent(values: readonly string[]): string {
  const groups = [...Map.groupBy(values, (value) => value)];
  return groups.reduce((best, next) => (next[1].length > best[1].length ? next : best), groups[0] ?? ['', []])[0];
}
