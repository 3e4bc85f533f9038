/** What `grade batch` finds out before it grades anything: nothing that the user could have got wrong shows after hours. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import type { Challenge, EntryFiles } from '../model/challenge.ts';
import type { Audience, Isolation } from '../model/report.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import type { Format } from '../reporters/formats.ts';
import { chooseConfinement } from '../sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { keyIdOf } from '../signature/keys.ts';
import { ARCHIVES, isArchiveName } from '../submission/archive-names.ts';
import { findProjects, isProject } from '../submission/find-projects.ts';
import { locateSubmission } from '../submission/locate-submission.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import { folderTree } from '../submission/source-tree.ts';
import type { BatchFlags } from './batch-options.ts';
import { isFile } from './find-reports.ts';
import type { Wanted } from './kept-report.ts';
import { readSigningKey } from './read-key.ts';
import { handInsIn } from './read-submissions.ts';
import type { HandIn } from './read-submissions.ts';
import { chooseReportFolder, openReportFolder } from './report-folder.ts';
import { reportFileName } from './write-reports.ts';

export interface Batch {
  readonly handIns: readonly HandIn[];
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
  const handIns = chosenFrom(await submissionsIn(location.root, challenge), flags.only);
  const out = await chooseReportFolder(flags.out, location, 'the folder of the submissions');
  await refuseReport(out);
  await checkIsolation(flags.isolation);
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
  return { handIns, out, formats, audiences, wanted, leftAlone: await otherFilesIn(location.root) };
}

async function submissionsIn(root: string, { entry }: Challenge): Promise<readonly HandIn[]> {
  const shown = printable(root, 300);
  if (await isProject(folderTree(root), entry))
    throw new UsageError(`${shown} is one submission. Grade it with: grade run ${JSON.stringify(shown)}`);
  const handIns: HandIn[] = [];
  for (const handIn of await handInsIn(root)) handIns.push(...(await projectsIn(handIn, entry)));
  if (handIns.length > 0) return handIns;
  throw new UsageError(
    `There is no submission in ${shown}; a batch grades the folders and archives (${ARCHIVES}) in there, each of them one.`,
  );
}

/** A folder that only wraps others, as unpacked archives and groups do, stands for the projects in there. One without any is graded itself, which says why not. */
async function projectsIn(handIn: HandIn, entry: EntryFiles): Promise<readonly HandIn[]> {
  const { name, path, isArchive } = handIn;
  if (isArchive || (await isProject(folderTree(path), entry))) return [handIn];
  const found = await findProjects(folderTree(path), entry);
  if (found.length === 0) return [handIn];
  return found.map((way) => ({ name: `${name}/${way}`, path: join(path, way), isArchive: false }));
}

function chosenFrom(handIns: readonly HandIn[], only: readonly string[] | undefined): readonly HandIn[] {
  const names = handIns.map(({ name }) => name);
  for (const name of only ?? []) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const hint = nearest === null ? '' : ` Did you mean ${printable(nearest, 100)}?`;
    throw new UsageError(`--only: there is no submission ${printable(name, 100)}.${hint}`);
  }
  return handIns.filter(({ name }) => only?.includes(name) ?? true);
}

/** Nobody looks at each of thousands of gradings: what is weaker than `full` has to be asked for. */
async function checkIsolation(asked: Isolation): Promise<void> {
  await withPrivateFolder(async (folder) => {
    if (asked !== 'full') return chooseConfinement(folder, asked);
    const choice = await chooseConfinement(folder);
    if (choice.weakness === null) return choice;
    throw new UsageError(
      `A batch is graded with full isolation, which does not work here: ${choice.weakness}. Add --isolation ${choice.confinement.level} to grade with what does.`,
    );
  });
}

/** Whoever reads a folder with a report at its top looks no deeper. */
async function refuseReport(out: string): Promise<void> {
  if (!(await isFile(join(out, 'report.json')))) return;
  throw new UsageError(
    `${printable(out, 300)} holds the report of one submission. Choose another folder for the batch with --out.`,
  );
}

async function otherFilesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !isArchiveName(entry.name))
    .map(({ name }) => name)
    .toSorted();
}
