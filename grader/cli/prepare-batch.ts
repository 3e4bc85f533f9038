/** What `grade batch` finds out before it grades anything: nothing that the user could have got wrong shows after hours. */

import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import type { Challenge, EntryFiles } from '../model/challenge.ts';
import type { Audience } from '../model/report.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import type { Format } from '../reporters/formats.ts';
import { chooseConfinement } from '../sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { keyIdOf } from '../signature/keys.ts';
import { findProjects, isProject, locateSubmission } from '../submission/locate-submission.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import type { BatchFlags } from './batch-options.ts';
import type { Wanted } from './kept-report.ts';
import { readSigningKey } from './read-key.ts';
import { submissionFolders } from './read-submissions.ts';
import { chooseReportFolder, openReportFolder } from './report-folder.ts';
import { reportFileName } from './write-reports.ts';

export interface Batch {
  /** The folder with the submissions. */
  readonly root: string;
  /** The submissions' folders, as paths in there. */
  readonly names: readonly string[];
  /** The folder in which each submission gets a folder of reports. */
  readonly out: string;
  readonly formats: readonly Format[];
  readonly audiences: readonly Audience[];
  readonly wanted: Wanted;
  /** Names of files beside the submissions, which nobody grades. */
  readonly leftAlone: readonly string[];
}

/** Throws a `UsageError` for whatever would fail for every submission alike. */
export async function prepareBatch(source: string, flags: BatchFlags): Promise<Batch> {
  if (flags.jobs > 1 && flags.load)
    throw new UsageError(
      '--jobs: gradings side by side would disturb what the load check measures. Add --no-load, or leave --jobs out.',
    );
  const location = await locateSubmission(source);
  const challenge = await loadChallenge(KIT_ROOT, flags.challenge);
  const key = await readSigningKey(flags.key);
  const names = chosenFrom(await submissionsIn(location.root, challenge), flags.only);
  const out = await chooseReportFolder(flags.out, location, 'the folder of the submissions');
  await refuseReport(out);
  await withPrivateFolder((folder) => chooseConfinement(folder, flags.isolation));
  await (await openReportFolder(out)).discard();
  // A report.json for the interviewer is always there: a batch that is run again goes by it, and so do compare and stats.
  const formats = [...new Set<Format>(['json', ...(flags.format ?? ['html'])])];
  const audiences = [...new Set<Audience>(['interviewer', ...(flags.for ?? [])])];
  const wanted: Wanted = {
    challenge,
    seed: flags.seed,
    load: flags.load,
    isolation: flags.isolation,
    keyId: key === null ? null : keyIdOf(key),
    files: audiences.flatMap((audience) => formats.map((format) => reportFileName(audience, format))),
  };
  return { root: location.root, names, out, formats, audiences, wanted, leftAlone: await filesIn(location.root) };
}

async function submissionsIn(root: string, { entry }: Challenge): Promise<readonly string[]> {
  const shown = printable(root, 300);
  if (await isProject(root, entry))
    throw new UsageError(`${shown} is one submission. Grade it with: grade run ${JSON.stringify(shown)}`);
  const names: string[] = [];
  for (const name of await submissionFolders(root)) names.push(...(await projectsIn(root, name, entry)));
  if (names.length > 0) return names;
  const files = await filesIn(root);
  const hint = files.length === 0 ? '' : ` It holds files, such as ${printable(files[0] ?? '', 100)}: unpack archives.`;
  throw new UsageError(
    `There is no folder in ${shown}; a batch grades the folders in there, one submission each.${hint}`,
  );
}

/** A folder that only wraps others, as unpacked archives and groups do, stands for the projects in there. One without any is graded itself, which says why not. */
async function projectsIn(root: string, name: string, entry: EntryFiles): Promise<readonly string[]> {
  const folder = join(root, name);
  if (await isProject(folder, entry)) return [name];
  const found = (await findProjects(folder, entry)).map((path) => relative(root, path));
  return found.length === 0 ? [name] : found;
}

function chosenFrom(names: readonly string[], only: readonly string[] | undefined): readonly string[] {
  for (const name of only ?? []) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const hint = nearest === null ? '' : ` Did you mean ${printable(nearest, 100)}?`;
    throw new UsageError(`--only: there is no folder ${printable(name, 100)}.${hint}`);
  }
  return names.filter((name) => only?.includes(name) ?? true);
}

/** Whoever reads a folder with a report at its top looks no deeper. */
async function refuseReport(out: string): Promise<void> {
  if (!(await isThere(join(out, 'report.json')))) return;
  throw new UsageError(
    `${printable(out, 300)} holds the report of one submission. Choose another folder for the batch with --out.`,
  );
}

async function filesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted();
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
