import { basename, dirname, join } from 'node:path';
import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import type { Audience } from '../model/report.ts';
import { DEFAULT_FORMATS } from '../reporters/formats.ts';
import type { Format } from '../reporters/formats.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { REPORT_FILES, keepOthers } from './keep-others.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { readSoundReport } from './read-report.ts';
import { openReportFolder } from './report-folder.ts';
import type { Terminal } from './terminal.ts';
import { writeReports } from './write-reports.ts';

export interface RenderFlags {
  readonly for: readonly Audience[];
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/**
 * `grade render <report>`: what a report says, for other audiences and in other formats, without grading again.
 */
export async function runRender(terminal: Terminal, path: string, flags: RenderFlags): Promise<ExitCode> {
  const { report, file, where } = await readSoundReport(path);
  if (report.audience === 'candidate' && flags.for.some((audience) => audience !== 'candidate')) {
    throw new UsageError(`${where} is the candidate's report and holds nothing for others. Render report.json.`);
  }
  const challenge = await loadChallenge(KIT_ROOT, report.result.challenge.id);
  if (challenge.hash !== report.result.challenge.hash) {
    terminal.tell(
      `grade: ${challenge.id} has changed since this report; titles, texts and questions are those of today.\n`,
    );
  }
  const formats = flags.format ?? DEFAULT_FORMATS;
  const into = flags.out ?? folderOf(file);
  await keepOthers(into, report.result.submission.treeHash);
  const folder = await openReportFolder(into);
  await writeReports({ report, challenge, formats, folder, terminal, flags });
  return EXIT.ok;
}

/** Where the report lies, or `alice/` beside an `alice.json`, which may lie among others. */
function folderOf(file: string): string {
  const name = basename(file);
  return REPORT_FILES.some((own) => own === name) ? dirname(file) : join(dirname(file), basename(name, '.json'));
}
