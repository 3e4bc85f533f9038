import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import { CHECK_NAMES } from '../model/challenge.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { signReport } from '../signature/sign-report.ts';
import { locateSubmission } from '../submission/locate-submission.ts';
import { checkDemands, unmetDemands } from './asked-for.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { setOthersAside } from './keep-others.ts';
import { DEFAULT_FORMATS, FILE_ENDINGS } from '../reporters/formats.ts';
import type { Format } from '../reporters/formats.ts';
import type { GradeFlags } from './program.ts';
import { showProgress } from './progress.ts';
import { readSigningKey } from './read-key.ts';
import { chooseReportFolder, openReportFolder } from './report-folder.ts';
import type { Terminal } from './terminal.ts';
import { writeReports } from './write-reports.ts';

/**
 * `grade <submission>`. Everything that the user could have got wrong is checked before the grading starts, so that nothing
 * is lost at its end; an interrupted or failed run leaves no files.
 */
export async function runGrade(terminal: Terminal, source: string, flags: GradeFlags): Promise<ExitCode> {
  const submission = await locateSubmission(source);
  const challenge = await loadChallenge(KIT_ROOT, flags.challenge);
  checkDemands(flags, challenge, flags.load);
  const key = await readSigningKey(flags.key);
  const formats = chooseFormats(flags);
  const writesFiles = formats.some((format) => FILE_ENDINGS[format] !== null);
  const path = writesFiles ? await chooseReportFolder(flags.out, submission) : null;
  // Signals are held off until the files are whole: an interruption that comes while they are written comes too late.
  return interruptible(async (signal) => {
    const folder = path === null ? null : await openReportFolder(path);
    try {
      const unsigned = await gradeWithProgress(terminal, { source, flags, challenge, signal });
      const report = key === null ? unsigned : signReport(unsigned, key);
      signal.throwIfAborted();
      const aside = path === null ? null : await setOthersAside(path, report.result.submission.treeHash);
      if (aside !== null)
        terminal.tell(`grade: a report about other files was there; it is kept in ${printable(aside, 300)}\n`);
      await writeReports({ report, challenge, formats, folder, terminal, flags });
      return conclude(terminal, report, flags);
    } finally {
      await folder?.discard();
    }
  });
}

interface Task {
  readonly source: string;
  readonly flags: GradeFlags;
  readonly challenge: Challenge;
  readonly signal: AbortSignal;
}

/**
 * The usual formats; with `--json` the report on stdout takes the place of the summary, and of the files unless they are asked for. Throws a
 * `UsageError` where a report would be for nobody.
 */
function chooseFormats({ format, json, out, for: audiences }: GradeFlags): readonly Format[] {
  if (json === true && out === undefined && format === undefined && audiences.length > 1) {
    throw new UsageError(
      '--json prints one report: name one audience with --for, or a folder for the files with --out.',
    );
  }
  const formats = format ?? (json === true && out === undefined ? [] : DEFAULT_FORMATS);
  return json === true ? formats.filter((name) => name !== 'terminal') : formats;
}

async function gradeWithProgress(terminal: Terminal, { source, flags, challenge, signal }: Task): Promise<Report> {
  const progress = showProgress(terminal, flags.quiet === true);
  try {
    // Loading the checks takes longer than finding out that the command line is wrong.
    const { grade } = await import('../grade.ts');
    const checks = new Set(CHECK_NAMES.filter((name) => flags.load || name !== 'load'));
    const { seed, isolation } = flags;
    return await grade({
      ...{ submission: source, challenge, seed, checks, onStep: progress.step, signal },
      ...(isolation === undefined ? {} : { isolation }),
    });
  } finally {
    progress.done();
  }
}

/** Says on stderr what scripts should not have to read out of the report, and chooses the exit code: our faults come first. */
function conclude(terminal: Terminal, report: Report, flags: GradeFlags): ExitCode {
  const { faults, timings, durationMs } = report.run;
  if (flags.timings === true) {
    const lines = [...timings, { step: 'in all', durationMs }].map(
      (timing) => `${timing.step.padEnd(10)}${String(Math.round(timing.durationMs)).padStart(7)} ms\n`,
    );
    terminal.tell(lines.join(''));
  }
  const { below, unmeasured } = unmetDemands(flags, report);
  for (const line of [...below, ...unmeasured]) terminal.tell(`grade: ${line}\n`);
  if (faults.length > 0) {
    terminal.tell(
      `grade: something went wrong on the kit's side; what it touches is not measured and costs no points:\n${faults.map((fault) => `  ${fault}\n`).join('')}`,
    );
    return EXIT.kitFault;
  }
  if (unmeasured.length > 0) return EXIT.kitFault;
  return below.length > 0 ? EXIT.belowGate : EXIT.ok;
}
