import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { compareReports } from '../report/compare-reports.ts';
import { parseReport } from '../report/parse-report.ts';
import { renderComparison } from '../reporters/render-comparison.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { OutputFlags } from './program.ts';
import { colorLevel, outputWidth } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `grade compare <report>…`: each is a report.json or a folder with one. */
export async function runCompare(terminal: Terminal, paths: readonly string[], flags: OutputFlags): Promise<ExitCode> {
  const comparison = compareReports(await Promise.all(paths.map(loadReport)));
  const text =
    flags.json === true
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : renderComparison(comparison, { colorLevel: colorLevel(flags.color), width: outputWidth() });
  terminal.print(text);
  return EXIT.ok;
}

async function loadReport(path: string): Promise<Report> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'report.json') : path;
    return parseReport(await readFile(file, 'utf8'), printable(file, 300));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const why = errorCode(cause) ?? String(cause);
    throw new UsageError(
      `Cannot read ${printable(path, 300)} (${why}). Name a report.json or the folder that it lies in.`,
      { cause },
    );
  }
}
