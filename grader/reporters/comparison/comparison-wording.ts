/** The sentences that every rendering of a comparison says alike. */

import type {
  ComparedCell,
  ComparedReport,
  Comparison,
  LikeGroup,
  Regraded,
} from '../../report/comparison/comparison.ts';
import { plural, verdictWords } from '../wording.ts';

/** `A` for the largest group of like reports, then `B`, … */
export function groupName(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return letter.repeat(Math.floor(index / 26) + 1);
}

/** Who stands where, and why. */
export function orderSentence({ seed, named }: Comparison): string {
  const order = `The order is random (seed ${seed}) and says nothing.`;
  if (named) return order;
  return `${order} Each report goes by the first digits of its submission's hash; --names shows names.`;
}

/** How far apart points must be, and why; one paragraph for each group of like reports that has more than one member. */
export function thresholdSentences(comparison: Comparison): readonly string[] {
  return comparison.groups.flatMap((group, index) => {
    if (group.threshold === null) return [];
    const within = comparison.groups.length === 1 ? '' : `Within group ${groupName(index)}: `;
    return [`${within}${thresholdSentence(group, comparison)}`];
  });
}

function thresholdSentence(
  { threshold, rules, effectiveRules, members, outOf }: LikeGroup,
  { columns }: Comparison,
): string {
  const points = members.flatMap((member) => columns[member]?.score.got ?? []);
  const spread = Math.max(...points) - Math.min(...points);
  const nobody = spread < (threshold ?? 0) ? ' All of them are closer than that: these points order nobody.' : '';
  return (
    `Do not order people closer than ${threshold} of ${outOf} points.${nobody} ${plural(rules, 'rule')}, weighed by their points, say as much as ` +
    `${Math.round(effectiveRules)} equal ones, and another choice of such rules could move a smaller difference either way.`
  );
}

/** Which totals must not be subtracted, and why; nothing where all reports were judged alike. */
export function unlikeSentences({ groups }: Comparison): readonly string[] {
  if (groups.length < 2) return [];
  return [
    'Do not subtract totals across groups: these reports were not judged alike. Compare the rules, where they were put in the same way.',
    ...groups.map(
      ({ members, facts }, index) =>
        `Group ${groupName(index)}, ${plural(members.length, 'report')}: ${facts.join('; ')}.`,
    ),
  ];
}

/** For two like reports: what their distance says. */
export function apartSentence({ apart, columns }: Comparison): string | null {
  const [one, other] = columns;
  if (apart === null || one === undefined || other === undefined) return null;
  if (apart.points === 0)
    return `${one.label} and ${other.label} have the same points, which does not make them the same: read the rules.`;
  const [more, less] = apart.points > 0 ? [one, other] : [other, one];
  const by = plural(Math.abs(apart.points), 'point');
  return apart.clear
    ? `${more.label} has ${by} more than ${less.label}, give or take ${apart.margin}: the rules that differ say in what.`
    : `${more.label} has ${by} more than ${less.label}, give or take ${apart.margin}: too close to order.`;
}

/** What else a reader must know about these reports; each only where it occurs. */
export function cautions({ columns, rows }: Comparison): readonly string[] {
  const capped = columns.some(({ score }) => score.cappedBy !== null);
  const missing = columns.some(({ unmeasured }) => unmeasured.length > 0);
  const other = rows.some(({ cells }) => cells.some((cell) => cell !== null && !cell.alike));
  return [
    ...(capped
      ? [
          'A cap holds a total down because of one rule, whatever else is met: look at that rule, not at the distance. "Before caps" is the sum over all rules.',
        ]
      : []),
    ...(missing ? ['"Not measured" is never the candidate\'s doing; such rules leave the denominators.'] : []),
    ...(other
      ? [
          '*: the rule was put to this submission with other cases than to most; such a verdict cannot be compared with the others in its row.',
        ]
      : []),
  ];
}

/** One line for each hand-in that was graded again: what has changed. Totals stand side by side and are not subtracted. */
export function regradedLines({ regraded }: Comparison): readonly string[] {
  return regraded.map(({ label, before, after, changes }) => {
    const rules = changes.map(
      (rule) =>
        `${rule.id} ${verdictWords[rule.before]} -> ${verdictWords[rule.after]}${rule.alike ? '' : ' (other cases)'}`,
    );
    const totals = `${before.got} of ${before.outOf} -> ${after.got} of ${after.outOf} points`;
    return `${label}: ${totals}; ${rules.length === 0 ? 'every rule as before' : rules.join(', ')}`;
  });
}

/** How the earlier gradings came about and how the new ones did. */
export function regradedIntro({ regraded }: Comparison): string {
  const by = (of: (one: Regraded) => string): string => [...new Set(regraded.map(of))].join(' and ');
  return `Graded again, old to new: ${by(({ before }) => before.by)} -> ${by(({ after }) => after.by)}. Points of unlike gradings are not subtracted; a changed verdict says the most where the cases are the same.`;
}

/** What a comparison is, and what it is not. */
export const COMPARISON_IS =
  'A comparison puts facts about code side by side. It ranks nobody and decides nothing: the points stand for one exercise of 90 minutes, and what somebody can do beyond it is not in them. Read the rules that differ and ask about them.';

/** The facts of one report, in the order in which they are shown. */
export function comparedFacts({
  groups,
}: Comparison): readonly (readonly [name: string, of: (column: ComparedReport) => string])[] {
  const judged: readonly (readonly [string, (column: ComparedReport) => string])[] =
    groups.length < 2 ? [] : [['Judged as', ({ group }) => groupName(group)]];
  return [
    ...judged,
    ['Rules met', ({ score }) => `${score.rulesMet} of ${score.rulesMeasured}`],
    ['Points', ({ score }) => `${score.got} of ${score.outOf}`],
    ['Before caps', sumPhrase],
    ['Cap', ({ score }) => (score.cappedBy === null ? 'none' : `${score.cappedBy.cap} by ${score.cappedBy.rule}`)],
    ['Gate', ({ gate }) => (gate.passed ? 'passed' : 'failed')],
    ['Own tests', ({ tests }) => (tests.ran === 0 ? 'none ran' : `${tests.valid} of ${tests.ran} pass`)],
    [
      'Bugs found',
      ({ tests: { mutants } }) => (mutants.outOf === 0 ? 'not scored' : `${mutants.killed} of ${mutants.outOf}`),
    ],
    ['Load: cost', costPhrase],
    ['Load: memory', ({ load }) => (load.figures === null ? noFigures(load) : `${load.figures.memory.toFixed(2)} ×`)],
    ['Not measured', ({ unmeasured }) => (unmeasured.length === 0 ? 'nothing' : unmeasured.join(', '))],
  ];
}

/** `75 (60 to 79)` */
function sumPhrase({ sum }: ComparedReport): string {
  return sum === null ? '-' : `${Math.round(sum.value)} (${Math.round(sum.low)} to ${Math.round(sum.high)})`;
}

function costPhrase({ load }: ComparedReport): string {
  if (load.figures === null) return noFigures(load);
  const { low, high } = load.figures.cost;
  return `${low.toFixed(2)} to ${high.toFixed(2)} ×`;
}

function noFigures({ verdict }: ComparedReport['load']): string {
  return verdict === 'not-measured' ? 'not measured' : 'no figures';
}

/** `not met, 8 of 10 *` */
export function cellPhrase(cell: ComparedCell | null): string {
  if (cell === null) return '-';
  const part = cell.verdict === 'not-met' && cell.points > 0 ? `, ${cell.points} of ${cell.outOf}` : '';
  return verdictWords[cell.verdict] + part + (cell.alike ? '' : ' *');
}
