import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { findContradictions } from '../report/find-contradictions.ts';
import { parseReport } from '../report/parse-report.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { findReports } from './find-reports.ts';

export interface ReadReport {
  readonly report: Report;
  /** What the file holds, members that this kit does not know included. */
  readonly document: object;
  readonly file: string;
  /** The file, printable. */
  readonly where: string;
}

/** Reads a report.json, or the one in a folder. Throws a `UsageError` for what is none. */
export async function readReport(path: string): Promise<ReadReport> {
  const { text, file, where } = await readText(path);
  const report = parseReport(text, where);
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null) throw new TypeError('a valid report is an object');
  return { report, document, file, where };
}

/** The same for whoever goes by its figures: a report that contradicts itself is a `UsageError`, too. */
export async function readSoundReport(path: string): Promise<ReadReport> {
  const read = await readReport(path);
  const flaw = flawOf(read.report, read.where);
  if (flaw !== null) throw flaw;
  return read;
}

/** Why nobody should go by this report, or `null`. */
export function flawOf(report: Report, where: string): UsageError | null {
  const [first] = findContradictions(report);
  if (first === undefined) return null;
  return new UsageError(`${where} contradicts itself: ${first}. It was altered; grade the submission again.`);
}

interface FileText {
  readonly text: string;
  readonly file: string;
  readonly where: string;
}

async function readText(path: string): Promise<FileText> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'report.json') : path;
    return { text: await readFile(file, 'utf8'), file, where: printable(file, 300) };
  } catch (cause) {
    const [first, ...others] = (await findReports(path).catch(() => null))?.files ?? [];
    if (first !== undefined && first !== path) {
      const count = others.length === 0 ? '1 report' : `${others.length + 1} reports`;
      throw new UsageError(`${printable(path, 300)} holds ${count}. Name one, such as ${printable(first, 300)}.`, {
        cause,
      });
    }
    const why = errorCode(cause) ?? String(cause);
    const message = `Cannot read ${printable(path, 300)} (${why}). Name a report.json or the folder that it lies in.`;
    throw new UsageError(message, { cause });
  }
}
