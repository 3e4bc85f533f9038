import { appendFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import type { Challenge } from '../model/challenge.ts';
import type { Audience, Report } from '../model/report.ts';
import type { RenderContext } from '../reporters/render-context.ts';
import { FILE_ENDINGS } from '../reporters/formats.ts';
import type { Format } from '../reporters/formats.ts';
import { renderReport } from '../reporters/reporters.ts';
import { hashResult } from './hash-result.ts';
import type { ReportFolder } from './report-folder.ts';
import { colorLevel, outputWidth } from './terminal.ts';
import type { Terminal } from './terminal.ts';

export interface Output {
  readonly report: Report;
  readonly challenge: Challenge;
  readonly formats: readonly Format[];
  /** `null` where no files are written. */
  readonly folder: ReportFolder | null;
  readonly terminal: Terminal;
  readonly flags: OutputFlags;
}

interface OutputFlags {
  /** What is printed is for the first of them. */
  readonly for: readonly Audience[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** One kind of output, for one audience. */
interface Piece {
  readonly format: Format;
  readonly context: RenderContext;
}

/** Writes the files and prints what is to be printed. One output that fails does not stop the others; the first failure is thrown then. */
export async function writeReports(output: Output): Promise<void> {
  const { formats, folder, terminal, flags } = output;
  const failures: unknown[] = [];
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return null;
    }
  };
  const written = new Map<string, string>();
  for (const context of flags.for.map((audience) => contextOf(output, audience))) {
    for (const format of formats.filter((name) => folder !== null && FILE_ENDINGS[name] !== null)) {
      const path = await attempt(() => writeFileOf(output, { format, context }));
      if (path !== null) written.set(`${context.audience} ${format}`, path);
    }
  }
  const [first = 'interviewer'] = flags.for;
  const paths = { html: written.get(`${first} html`) ?? null, json: written.get(`${first} json`) ?? null };
  const context = { ...contextOf(output, first), paths };
  const printed = formats.filter((format) => FILE_ENDINGS[format] === null);
  for (const format of flags.json === true ? (['json'] as const) : printed) {
    await attempt(async () => terminal.print(renderReport(output.report, format, context)));
  }
  if (formats.includes('github')) await attempt(() => appendStepSummary(output.report, context));
  if (!formats.includes('terminal') && flags.quiet !== true) {
    for (const path of written.values()) terminal.tell(`Report: ${path}\n`);
  }
  if (failures.length > 0) throw failures[0];
}

async function writeFileOf({ report, folder }: Output, { format, context }: Piece): Promise<string | null> {
  if (folder === null) return null;
  return asTyped(await folder.write(reportFileName(context.audience, format), renderReport(report, format, context)));
}

/** What the file of a format that has one is called. */
export function reportFileName(audience: Audience, format: Format): string {
  return `${audience === 'interviewer' ? 'report' : audience}${FILE_ENDINGS[format] ?? ''}`;
}

/** GitHub shows this file's Markdown on the page of the run. */
async function appendStepSummary(report: Report, context: RenderContext): Promise<void> {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path !== undefined && path !== '') await appendFile(path, renderReport(report, 'markdown', context));
}

function contextOf({ report, challenge, flags }: Output, audience: Audience): RenderContext {
  return {
    audience,
    challenge,
    resultHash: hashResult(report),
    colorLevel: colorLevel(flags.color),
    width: outputWidth(),
    paths: { html: null, json: null },
  };
}

/** Relative where it lies below the working directory. */
export function asTyped(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') || isAbsolute(way) ? path : way;
}
