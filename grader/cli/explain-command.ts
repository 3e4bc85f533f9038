import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Report, RuleEvidence, RuleResult } from '../model/report.ts';
import type { Story } from '../model/story.ts';
import { nearestName } from '../nearest-name.ts';
import { allRules } from '../report/all-rules.ts';
import { printableReport } from '../reporters/printable-report.ts';
import { renderExplanation } from '../reporters/terminal/render-explanation.ts';
import { renderReplay, type ReplayVerdict } from '../reporters/terminal/render-replay.ts';
import type { RenderContext } from '../reporters/render-context.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { readSoundReport } from './read-report.ts';
import { colorLevel, outputWidth, type Terminal } from './terminal.ts';

export interface ExplainFlags {
  /** Path of the submission that the report is about. */
  readonly replay?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/** `grade explain <report> [rule]`: the evidence of one rule, or of every rule that is not met; with `--replay` its case once more. */
export async function runExplain(
  terminal: Terminal,
  path: string,
  ruleId: string | undefined,
  flags: ExplainFlags,
): Promise<ExitCode> {
  const { report, where } = await readSoundReport(path);
  if (report.audience === 'candidate') {
    throw new UsageError(`${where} is cut down for the candidate and has no stories. Explain report.json.`);
  }
  const rules = chooseRules(report, ruleId);
  if (flags.replay !== undefined) return replayRule(terminal, report, rules, flags);
  if (flags.json === true) terminal.print(`${JSON.stringify(rules, null, 2)}\n`);
  else if (rules.length === 0) terminal.print('Every rule that was measured is met: there is nothing to explain.\n');
  else terminal.print(await explain(report, rules, flags));
  return EXIT.ok;
}

function chooseRules(report: Report, wanted: string | undefined): readonly RuleResult[] {
  const all = allRules(report);
  if (wanted === undefined) return all.filter(({ verdict }) => verdict === 'not-met');
  const found = all.filter(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (found.length > 0) return found;
  const nearest = nearestName(
    wanted,
    all.map(({ id }) => id),
  );
  const hint = nearest === null ? `It has ${all.map(({ id }) => id).join(', ')}.` : `Did you mean ${nearest}?`;
  throw new UsageError(`The report has no rule ${JSON.stringify(wanted)}. ${hint}`);
}

async function explain(report: Report, rules: readonly RuleResult[], flags: ExplainFlags): Promise<string> {
  const shown = printableReport(report);
  const ids = new Set(rules.map(({ id }) => id));
  return renderExplanation(
    shown,
    allRules(shown).filter(({ id }) => ids.has(id)),
    contextOf(await challengeOf(report), flags),
  );
}

/** The challenge's texts; a report outlives its challenge, and is then explained without them. */
async function challengeOf(report: Report): Promise<Challenge | undefined> {
  try {
    return await loadChallenge(KIT_ROOT, report.result.challenge.id);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function contextOf(
  challenge: Challenge | undefined,
  { color }: ExplainFlags,
): Pick<RenderContext, 'challenge' | 'colorLevel' | 'width'> {
  const texts = challenge ?? { title: 'a challenge that is not here', parts: [], rules: [] };
  return { challenge: texts, colorLevel: colorLevel(color), width: outputWidth() };
}

async function replayRule(
  terminal: Terminal,
  report: Report,
  rules: readonly RuleResult[],
  flags: ExplainFlags,
): Promise<ExitCode> {
  const [rule, ...others] = rules;
  const evidence = rule?.evidence.find((item) => item.case !== null);
  if (rule === undefined || others.length > 0)
    throw new UsageError('Name the one rule to replay: grade explain <report> S2 --replay <submission>.');
  const caseId = evidence?.case ?? null;
  if (evidence === undefined || caseId === null)
    throw new UsageError(`Nothing of ${rule.id} can be replayed: no hidden case of it failed.`);
  const verdict = await runAgain(report, evidence, caseId, flags.replay ?? '');
  if (flags.json === true) terminal.print(`${JSON.stringify(verdict, null, 2)}\n`);
  else terminal.print(renderReplay(rule, verdict, { colorLevel: colorLevel(flags.color), width: outputWidth() }));
  if (verdict.status === 'not-run') return EXIT.kitFault;
  return verdict.status === 'same' ? EXIT.ok : EXIT.integrity;
}

/** Runs the case and holds it against the report. */
async function runAgain(
  report: Report,
  evidence: RuleEvidence,
  caseId: string,
  submission: string,
): Promise<ReplayVerdict> {
  const { challenge: judgedBy, seed, submission: judged } = report.result;
  const challenge = await loadChallenge(KIT_ROOT, judgedBy.id);
  const { replayCase } = await import('../checks/rules/replay-case.ts');
  const again = await interruptible((signal) => replayCase({ submission, challenge, caseId, seed, signal }));
  const caveats = [
    ...(again.treeHash === judged.treeHash
      ? []
      : ['This is not the submission that the report is about: its files differ.']),
    ...(challenge.hash === judgedBy.hash ? [] : ['The challenge has changed since the report was written.']),
  ];
  if (again.outcome.status !== 'measured') return { status: 'not-run', caveats, cause: again.outcome.cause };
  const { result } = again.outcome;
  if (result === undefined)
    return { status: 'not-run', caveats, cause: `the challenge has no case ${caseId} any more` };
  const seen = { case: caseId, message: result.message, story: result.story };
  const same = result.message === evidence.message && sameStory(result.story, evidence.story);
  return { status: same ? 'same' : 'different', caveats, seen };
}

/** Only the simplest case of a rule has its story in the report. */
function sameStory(again: Story | null, reported: Story | null): boolean {
  return reported === null || JSON.stringify(again) === JSON.stringify(reported);
}
