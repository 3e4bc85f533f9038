import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { parseReport } from '../report/parse-report.ts';
import { errorCode } from '../submission/read-regular-file.ts';

export interface ReadReport {
  readonly report: Report;
  /** What the file holds, members that this kit does not know included. */
  readonly document: object;
  /** The file, printable. */
  readonly where: string;
}

/** Reads a report.json, or the one in a folder. Throws a `UsageError` for what is none. */
export async function readReport(path: string): Promise<ReadReport> {
  const { text, where } = await readText(path);
  const report = parseReport(text, where);
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null) throw new TypeError('a valid report is an object');
  return { report, document, where };
}

async function readText(path: string): Promise<{ readonly text: string; readonly where: string }> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'report.json') : path;
    return { text: await readFile(file, 'utf8'), where: printable(file, 300) };
  } catch (cause) {
    const why = errorCode(cause) ?? String(cause);
    const message = `Cannot read ${printable(path, 300)} (${why}). Name a report.json or the folder that it lies in.`;
    throw new UsageError(message, { cause });
  }
}
