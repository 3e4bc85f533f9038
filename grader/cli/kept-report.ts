/** Whether a submission has been graded already, just as it would be now: what a batch that is run again goes by. */

import { join } from 'node:path';
import { NothingGradableError, UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Isolation, Report } from '../model/report.ts';
import { KIT_VERSION } from '../sandbox/kit-root.ts';
import { submissionHash } from '../submission/stage-submission.ts';
import { isFile } from './find-reports.ts';
import { readSoundReport } from './read-report.ts';

/** What a grading would be like. */
export interface Wanted {
  readonly challenge: Challenge;
  readonly seed: number;
  readonly load: boolean;
  readonly isolation: Isolation;
  /** Of the key that would sign its report; `null` where none does. */
  readonly keyId: string | null;
  /** Names of all files that it would write. */
  readonly files: readonly string[];
}

/** Weakest first. */
const LEVELS: readonly Isolation[] = ['portable', 'namespaces', 'full'];

/** The report in `folder` when a new grading of `source` would have nothing to add to it; else `null`. */
export async function keptReport(source: string, folder: string, wanted: Wanted): Promise<Report | null> {
  const report = await reportIn(folder);
  if (report === null || !isAsWanted(report, wanted)) return null;
  if (!(await allExist(wanted.files.map((name) => join(folder, name))))) return null;
  return (await hashOf(source, wanted.challenge)) === report.result.submission.treeHash ? report : null;
}

async function reportIn(folder: string): Promise<Report | null> {
  const path = join(folder, 'report.json');
  if (!(await allExist([path]))) return null;
  try {
    return (await readSoundReport(path)).report;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function isAsWanted({ audience, result, run, signature }: Report, wanted: Wanted): boolean {
  return (
    audience === 'interviewer' &&
    result.challenge.hash === wanted.challenge.hash &&
    result.seed === wanted.seed &&
    run.kit === KIT_VERSION &&
    run.node === process.versions.node &&
    run.faults.length === 0 &&
    LEVELS.indexOf(run.isolation) >= LEVELS.indexOf(wanted.isolation) &&
    (!wanted.load || run.timings.some(({ step }) => step === 'load')) &&
    (wanted.keyId === null || signature?.keyId === wanted.keyId)
  );
}

/** Of the files that would be graded now; `null` where there is nothing to grade. */
async function hashOf(source: string, challenge: Challenge): Promise<string | null> {
  try {
    return await submissionHash({ source, challenge });
  } catch (error) {
    if (error instanceof UsageError || error instanceof NothingGradableError) return null;
    throw error;
  }
}

async function allExist(paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map(isFile))).every(Boolean);
}
