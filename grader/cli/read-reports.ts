import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { parseReport } from '../report/parse-report.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { findReports } from './find-reports.ts';
import { EARLIER } from './keep-others.ts';
import { flawOf } from './read-report.ts';

/** Files that are read side by side; each is parsed and handed on before the next takes its place. */
const AT_ONCE = 16;

/** Which files of folders were left out. */
export interface LeftOut {
  /** One line for each that is no report, contradicts itself or is cut down for the candidate. */
  readonly broken: readonly string[];
  /** Reports of former hand-ins that a later one of the same person has set aside. */
  readonly former: readonly string[];
}

/**
 * Reads every report that the paths stand for and hands it to `take`, one at a time and in no particular order, so that
 * thousands need not be held at once; the same report counts once, wherever it lies, and of somebody who handed in again the latest. A file
 * that the user named and that is no report is a `UsageError`.
 */
export async function readReports(
  paths: readonly string[],
  take: (report: Report, file: string) => void,
): Promise<LeftOut> {
  const broken: string[] = [];
  const former: string[] = [];
  const taken = new Set<string>();
  for (const path of paths) {
    const { files, named } = await findReports(path);
    const queue = files.values();
    const work = async (): Promise<void> => {
      for (const file of queue) {
        const outcome = await readReport(file);
        if (outcome instanceof UsageError) {
          if (named) throw outcome;
          broken.push(outcome.message.split('\n').slice(0, 2).join(' '));
          continue;
        }
        if (await isFormer(outcome, file, files)) {
          former.push(file);
          continue;
        }
        const content = contentOf(outcome);
        if (!taken.has(content)) take(outcome, file);
        taken.add(content);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return { broken: broken.toSorted(), former: former.toSorted() };
}

/** Whether it was set aside for a later report of the same person, which is one of `files` too. */
async function isFormer(report: Report, file: string, files: readonly string[]): Promise<boolean> {
  const later = join(file, '..', '..', '..', 'report.json');
  if (basename(join(file, '..', '..')) !== EARLIER || !files.includes(later)) return false;
  const current = await readReport(later);
  return !(current instanceof UsageError) && current.result.submission.id === report.result.submission.id;
}

/** Equal for the same report, signed or not. */
function contentOf(report: Report): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...report, signature: null }))
    .digest('base64');
}

async function readReport(file: string): Promise<Report | UsageError> {
  try {
    const where = printable(file, 300);
    const report = parseReport(await readFile(file, 'utf8'), where);
    return report.audience === 'candidate' ? cutDown(where) : (flawOf(report, where) ?? report);
  } catch (cause) {
    if (cause instanceof UsageError) return cause;
    return new UsageError(`Cannot read ${printable(file, 300)} (${errorCode(cause) ?? String(cause)}).`, { cause });
  }
}

/** It tells of somebody whose whole report tells more. */
function cutDown(where: string): UsageError {
  return new UsageError(`${where} is cut down for the candidate. Name the report.json that it was made from.`);
}

/** For stderr; nothing where nothing was left out. */
export function describeLeftOut({ broken, former }: LeftOut): string {
  return `${describeFormer(former)}${describeBroken(broken)}`;
}

function describeFormer(former: readonly string[]): string {
  if (former.length === 0) return '';
  const [first = ''] = former;
  return former.length === 1
    ? `grade: ${printable(first, 300)} is about a former hand-in of somebody whose latest counts.\n`
    : `grade: ${former.length} reports are about former hand-ins of people whose latest counts, such as ${printable(first, 300)}\n`;
}

/** Which files were skipped; nothing where none was. */
export function describeBroken(broken: readonly string[]): string {
  if (broken.length === 0) return '';
  const shown = broken.slice(0, 20).map((line) => `  ${line}\n`);
  const more = broken.length > shown.length ? `  and ${broken.length - shown.length} more\n` : '';
  const files =
    broken.length === 1
      ? '1 file is no report to go by and was'
      : `${broken.length} files are no reports to go by and were`;
  return `grade: ${files} left out:\n${shown.join('')}${more}`;
}
