import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import { compareReports } from '../report/comparison/compare-reports.ts';
import type { Comparison } from '../report/comparison/comparison.ts';
import { neutralId } from '../report/comparison/label-reports.ts';
import { renderComparisonHtml } from '../reporters/comparison/render-comparison-html.ts';
import { renderComparison } from '../reporters/comparison/render-comparison.ts';
import type { ComparisonOptions } from '../reporters/comparison/render-comparison.ts';
import { renderRule } from '../reporters/comparison/render-rule.ts';
import { inertJson, renderJson } from '../reporters/render-json.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { CompareFlags } from './comparison-commands.ts';
import { describeBroken, describeLeftOut, readReports } from './read-reports.ts';
import { readRoster } from './read-roster.ts';
import { regrade } from './regrade.ts';
import { openReportFolder } from './report-folder.ts';
import { colorLevel, outputWidth } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { asTyped } from './write-reports.ts';

/** `grade compare <report>…`: each is a report.json, a folder with one, or a folder of many. */
export async function runCompare(terminal: Terminal, paths: readonly string[], flags: CompareFlags): Promise<ExitCode> {
  const names = flags.names === undefined ? new Map<string, string>() : await readRoster(flags.names);
  const given: Report[] = [];
  const leftOut = await readReports(paths, (report) => given.push(report));
  const { broken } = leftOut;
  if (given.length === 0) throw new UsageError(describeBroken(broken).replace('grade: ', '').trimEnd());
  const again = flags.regrade === undefined ? null : await regrade(terminal, flags.regrade, given);
  const reports = again?.reports ?? given;
  if (reports.length === 0) throw new UsageError(`Nothing could be graded again. ${again?.missing[0] ?? ''}`);
  const comparison = compareReports(reports, { seed: flags.seed, names, before: again === null ? [] : given });
  if (flags.json === true) terminal.print(inertJson(comparison));
  const html = await writeFiles(comparison, again?.reports ?? [], flags);
  if (flags.json !== true) terminal.print(renderText(comparison, flags, html));
  terminal.tell(describeLeftOut(leftOut));
  if (flags.names !== undefined) terminal.tell(describeStrangers(comparison, names, flags.names));
  for (const line of again?.missing ?? []) terminal.tell(`grade: not graded again: ${line}\n`);
  if (again?.reports.some(({ run }) => run.faults.length > 0) === true) return EXIT.kitFault;
  return broken.length + (again?.missing.length ?? 0) === 0 ? EXIT.ok : EXIT.usage;
}

/** What to say of a roster that knows none of the reports; a roster may well know more people than were compared. */
function describeStrangers({ columns }: Comparison, names: ReadonlyMap<string, string>, roster: string): string {
  const known = new Set(names.values());
  if (columns.some(({ label }) => known.has(label))) return '';
  const ids = columns.slice(0, 3).map(({ label }) => label);
  return `grade: ${printable(roster, 300)} names none of these reports; their ids are ${ids.join(', ')}${columns.length > 3 ? ' and so on' : ''}\n`;
}

/** With `--json` or `--rule` nothing is written unless `--out` asks for it. New reports go beside the page. */
async function writeFiles(
  comparison: Comparison,
  reports: readonly Report[],
  { out, json, rule }: CompareFlags,
): Promise<string | null> {
  if (out === undefined && (json === true || rule !== undefined)) return null;
  const folder = await openReportFolder(out ?? 'grade-compare');
  for (const report of reports) await folder.write(`${neutralId(report)}.json`, renderJson(report));
  const page = renderComparisonHtml(comparison, await titleOf(comparison.challenge));
  return asTyped(await folder.write('comparison.html', page));
}

/** The author's title, where this kit has the challenge. */
async function titleOf(challenge: string): Promise<string> {
  const loaded = await loadChallenge(KIT_ROOT, challenge).catch(() => null);
  return loaded?.title ?? printable(challenge, 60);
}

function renderText(comparison: Comparison, { rule, color }: CompareFlags, html: string | null): string {
  const options: ComparisonOptions = { colorLevel: colorLevel(color), width: outputWidth(), html };
  if (rule === undefined) return renderComparison(comparison, options);
  const text = renderRule(comparison, rule, options);
  if (text !== null) return text;
  const ids = comparison.rows.map(({ id }) => id);
  const nearest = nearestName(rule, ids);
  const hint = nearest === null ? `known are ${ids.join(', ')}` : `did you mean ${nearest}?`;
  throw new UsageError(`--rule: no report has a rule ${printable(rule, 60)}; ${hint}`);
}
