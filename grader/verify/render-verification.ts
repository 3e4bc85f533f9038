/** A verification as text. Pure. */

import type { MutantCheck, RuleCheck, SubmissionCheck, Verification } from './verification.ts';

export interface RenderOptions {
  /** Also every mutant with the rules that it loses. */
  readonly mutants: boolean;
  /** Also every case that no mutant fails. */
  readonly redundant: boolean;
}

/** Everything worth reading; the errors last. */
export function renderVerification(verification: Verification, show: RenderOptions): string {
  const { challenge, rules, submissions, mutants, leftOut, redundant, errors } = verification;
  return [
    `${challenge.id} ${challenge.version}, ${seedsOf(verification)}`,
    '',
    // Where only some were judged the rules' figures would say little.
    ...(redundant === null ? [] : [...ruleTable(rules), '']),
    ...(show.mutants || (redundant === null && mutants.length > 0) ? [...mutantTable(mutants), ''] : []),
    ...(show.redundant && redundant !== null ? [...redundant.map((id) => `redundant: ${id}`), ''] : []),
    ...submissionLines(submissions),
    ...(mutants.length === 0 ? [] : [mutantLine(verification)]),
    ...(leftOut.length === 0 ? [] : [`left out without load: ${leftOut.join(', ')}`]),
    ...(redundant === null ? [] : [`cases: ${total(rules)}, of which ${redundant.length} fail for no mutant`]),
    '',
    ...errors.map((error) => `error: ${error}`),
    errors.length === 0 ? 'Nothing has to be mended.' : `${errors.length} to be mended.`,
    '',
  ].join('\n');
}

function seedsOf({ seeds }: Verification): string {
  return seeds.length === 1 ? `seed ${seeds.join()}` : `seeds ${seeds.join(', ')}`;
}

function ruleTable(rules: readonly RuleCheck[]): readonly string[] {
  const width = Math.max(...rules.map(({ title }) => title.length));
  const row = (id: string, title: string, ...figures: readonly string[]): string =>
    `${id.padEnd(5)}${title.padEnd(width)}${figures.map((figure) => figure.padStart(9)).join('')}`;
  return [
    row('rule', '', 'cases', 'mutants', 'lost by'),
    ...rules.map(({ id, title, cases, mutants, lostBy }) => {
      return row(id, title, String(cases || '-'), String(mutants || '-'), String(lostBy || '-'));
    }),
  ];
}

/** Each mutant with its rules: plain ones are lost as named, `?` named and kept, `!` lost and not named. */
function mutantTable(mutants: readonly MutantCheck[]): readonly string[] {
  const width = Math.max(...mutants.map(({ id }) => id.length));
  return mutants.map(({ id, breaks, lost }) => {
    const named = breaks.map((rule) => (lost.includes(rule) ? rule : `${rule}?`));
    const strange = lost.filter((rule) => !breaks.includes(rule)).map((rule) => `${rule}!`);
    return `${id.padEnd(width)}  ${[...named, ...strange].join(' ')}`;
  });
}

function submissionLines(submissions: readonly SubmissionCheck[]): readonly string[] {
  return submissions.map(({ kind, name, problems }) => {
    const label = kind === name ? kind : `${kind} ${name}`;
    return `${label}: ${problems.length === 0 ? 'as it must' : `${problems.length} problems`}`;
  });
}

function mutantLine({ mutants, medianLost }: Verification): string {
  const killed = mutants.filter(({ breaks, lost }) => lost.some((rule) => rule === breaks[0])).length;
  const loses = medianLost === null ? '' : `; the median one loses ${medianLost}`;
  return `mutants: ${killed} of ${mutants.length} lose their rule${loses}`;
}

function total(rules: readonly RuleCheck[]): number {
  return rules.reduce((sum, { cases }) => sum + cases, 0);
}
