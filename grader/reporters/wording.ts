/** The sentences that every reporter says alike. */

import type { LoadEvidence } from '../model/evidence.ts';
import type {
  AppliedCap,
  DroppedTest,
  MutantResult,
  Points,
  Report,
  RuleEvidence,
  RuleResult,
  SuiteResult,
  ThemeResult,
  Verdict,
} from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import type { RenderContext } from './render-context.ts';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'met',
  'not-met': 'not met',
  'not-measured': 'not measured',
  'not-applicable': 'not applicable',
};

/** What a report is and is not: the last words of every report that people read. */
export const ABOUT_REPORTS: readonly string[] = [
  'This report states facts about one piece of code, measured once against one challenge: each can be replayed.',
  'It does not say how good an engineer its author is, and no decision should rest on it alone.',
  'A candidate may ask for a replay: the same submission under the same kit and seed gives the same result.',
];

/** `21 of 27 rules met, 74 of 100 points` */
export function headline({ score }: Report): string {
  return `${score.rulesMet} of ${score.rulesMeasured} rules met, ${score.got} of ${score.outOf} points`;
}

/** `Gate passed.`, or the opening of a sentence that the gate's reasons complete. */
export function gateSentence({ result }: Report): string {
  const { passed, reasons } = result.gate;
  if (!passed) return 'Gate failed:';
  return reasons.length === 0 ? 'Gate passed.' : 'Gate passed as far as it could be looked at:';
}

/** What the cap in force does to the total. */
export function capSentence(cap: AppliedCap, { outOf }: Pick<Points, 'outOf'>): string {
  const here = outOf === 100 ? '' : `, here ${Math.floor((cap.cap * outOf) / 100)} of ${outOf}`;
  return `${cap.rule} is not met, which limits the total to ${cap.cap} of 100${here}.`;
}

/** Which rules the denominators leave out, or `null` where all were measured. */
export function unmeasuredSentence(report: Report): string | null {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-measured');
  if (rules.length === 0) return null;
  const points = rules.reduce((sum, { outOf }) => sum + outOf, 0);
  return `Not measured, and left out of the totals: ${rules.map(({ id }) => id).join(', ')} (${plural(points, 'point')}).`;
}

/** What of the solution nobody has begun; `null` where everything was changed. */
export function untouchedSentence({ result }: Report): string | null {
  const paths = result.submission.changes
    .filter(({ path, status }) => status === 'unchanged' && path.startsWith('src/'))
    .map(({ path }) => path);
  if (paths.length === 0) return null;
  return `As the skeleton has ${paths.length === 1 ? 'it' : 'them'}, unchanged: ${paths.join(', ')}.`;
}

/** `3 of 112 cases failed`, `112 cases passed`, or `null` for a rule that has no cases. */
export function casesPhrase({ cases, failed }: RuleResult): string | null {
  if (cases === 0) return null;
  return failed === 0 ? `${plural(cases, 'case')} passed` : `${failed} of ${plural(cases, 'case')} failed`;
}

/** The case and what happened in it, on one line. */
export function evidenceLine({ case: name, message }: RuleEvidence): string {
  return name === null ? message : `${name}: ${message}`;
}

/** How the own tests did on the own solution. */
export function ownTestsSentence({ valid, invalid, skipped }: Report['result']['tests']): string {
  const ran = valid + invalid;
  const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
  if (ran === 0) return `No own test ran${rest}.`;
  return `${valid} of ${plural(ran, 'own test')} ${ran === 1 ? 'passes' : 'pass'} on the own solution${rest}.`;
}

/** How the own tests did on correct implementations and on mutants. */
export function suiteSentence({ valid, dropped, themes }: SuiteResult): string {
  const all = valid.length + dropped.filter(({ reason }) => reason !== 'not-run').length;
  const killed = themes.reduce((sum, theme) => sum + theme.killed, 0);
  const outOf = themes.reduce((sum, theme) => sum + theme.outOf, 0);
  return `${valid.length} of ${all} tests hold on every correct implementation; they catch ${killed} of ${plural(outOf, 'bug')}.`;
}

/** `Expiry: 2 of 7 bugs caught` */
export function themePhrase({ title, killed, outOf }: ThemeResult): string {
  return `${title}: ${killed} of ${plural(outOf, 'bug')} caught`;
}

export const droppedWords: Readonly<Record<DroppedTest['reason'], string>> = {
  broken: 'fails on every correct implementation',
  'over-fitted': 'fails on some correct implementations',
  flaky: 'does not always end the same way',
  'not-run': 'not run in time',
};

/** `fails on every correct implementation: what happened` */
export function droppedPhrase({ reason, message }: DroppedTest): string {
  if (reason === 'not-run' && message !== '') return message;
  return message === '' ? droppedWords[reason] : `${droppedWords[reason]}: ${message}`;
}

export const mutantWords: Readonly<Record<MutantResult['status'], string>> = {
  killed: 'caught',
  survived: 'missed',
  timeout: 'missed, only computed for too long',
  invalid: 'not judged',
};

/** What the load run measured. */
export function loadSentence({ cost, memory, throughput, details }: LoadEvidence): string {
  const { candidate, reference } = throughput;
  const growth =
    details === null
      ? ''
      : ` Growth with the keys: exponent ${details.growth.exponent.candidate.toFixed(2)} beside ${details.growth.exponent.reference.toFixed(2)}.`;
  return (
    `Cost per payment ${cost.median.toFixed(2)} times the reference's (${cost.low.toFixed(2)} to ${cost.high.toFixed(2)}), ` +
    `memory ${memory.toFixed(2)} times; ${grouped(candidate)} payments per second of CPU time beside ${grouped(reference)}.${growth}`
  );
}

/** `41,200` */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** The rules that are not met, that of the cap in force first, then by the points that they cost. */
export function byWeight(report: Report): readonly RuleResult[] {
  const { cappedBy } = report.score;
  const weight = ({ id, outOf, points }: RuleResult): number => (id === cappedBy?.rule ? Infinity : outOf - points);
  return allRules(report)
    .filter(({ verdict }) => verdict === 'not-met')
    .toSorted((a, b) => weight(b) - weight(a));
}

/** The question to start an interview with. */
export function firstQuestion(
  report: Report,
  { challenge }: RenderContext,
): { rule: RuleResult; question: string } | null {
  for (const rule of byWeight(report)) {
    const question = challenge.rules.find(({ id }) => id === rule.id)?.questions[0];
    if (question !== undefined) return { rule, question };
  }
  return null;
}

/** The rules by part, in the order of the challenge; parts that the challenge does not declare keep their id as title. */
export function rulesByPart(
  report: Report,
  { challenge }: RenderContext,
): readonly { readonly title: string; readonly minutes: number | null; readonly rules: readonly RuleResult[] }[] {
  const rules = allRules(report);
  return [...new Set(rules.map(({ part }) => part))].map((id) => {
    const part = challenge.parts.find((candidate) => candidate.id === id);
    return {
      title: part?.title ?? id,
      minutes: part?.minutes ?? null,
      rules: rules.filter((rule) => rule.part === id),
    };
  });
}

/** `20 of 25`, or `null` where nothing was measured. */
export function pointsOf(rules: readonly RuleResult[]): { readonly got: number; readonly outOf: number } | null {
  const measured = rules.filter(({ verdict }) => verdict === 'met' || verdict === 'not-met');
  if (measured.length === 0) return null;
  return {
    got: measured.reduce((sum, { points }) => sum + points, 0),
    outOf: measured.reduce((sum, { outOf }) => sum + outOf, 0),
  };
}

/** `1 case`, `2 cases` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
