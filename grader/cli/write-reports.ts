import { isAbsolute, relative } from 'node:path';
import type { Challenge } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import type { RenderContext } from '../reporters/render-context.ts';
import { reporters } from '../reporters/reporters.ts';
import type { Format } from '../reporters/reporters.ts';
import type { GradeFlags } from './program.ts';
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
  readonly flags: GradeFlags;
}

/** Writes the files and prints the summary. One output that fails does not stop the others; the first failure is thrown then. */
export async function writeReports({ report, challenge, formats, folder, terminal, flags }: Output): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<string> | string): Promise<string | null> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return null;
    }
  };
  const context: RenderContext = {
    challenge,
    colorLevel: colorLevel(flags.color),
    width: outputWidth(),
    paths: { html: null, json: null },
  };
  const write = async (format: 'json' | 'html'): Promise<string | null> => {
    if (folder === null || !formats.includes(format)) return null;
    return attempt(async () => asTyped(await folder.write(`report.${format}`, reporters[format](report, context))));
  };
  const paths = { json: await write('json'), html: await write('html') };
  if (flags.json === true) await attempt(() => print(terminal, reporters.json(report, context)));
  if (formats.includes('terminal')) {
    await attempt(() => print(terminal, reporters.terminal(report, { ...context, paths })));
  } else if (flags.quiet !== true) {
    for (const path of [paths.html, paths.json]) if (path !== null) terminal.tell(`Report: ${path}\n`);
  }
  if (failures.length > 0) throw failures[0];
}

function print(terminal: Terminal, text: string): string {
  terminal.print(text);
  return text;
}

/** Relative where it lies below the working directory. */
function asTyped(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') || isAbsolute(way) ? path : way;
}
