import { Command } from 'commander';
import type { Demands } from './asked-for.ts';
import type { AuditFlags } from './audit-command.ts';
import { addBatchCommand } from './batch-options.ts';
import type { BatchFlags } from './batch-options.ts';
import { addComparisonCommands } from './comparison-commands.ts';
import type { ComparisonCommands } from './comparison-commands.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Audience, Isolation } from '../model/report.ts';
import { addOutputFlags } from './output-flags.ts';
import type { OutputFlags } from './output-flags.ts';
import type { ExplainFlags } from './explain-command.ts';
import { parseFolder, parseIsolation, parseList, parsePoints, parseSeed } from './option-values.ts';
import type { Format } from '../reporters/formats.ts';
import type { RenderFlags } from './render-command.ts';
import { addAudienceFlags, addReportCommands } from './report-commands.ts';
import type { Terminal } from './terminal.ts';
import { addVerifyCommand, type VerifyFlags } from './verify-options.ts';

export interface GradeFlags extends Demands {
  readonly challenge: string;
  readonly out?: string;
  readonly format?: readonly Format[];
  readonly for: readonly Audience[];
  readonly json?: boolean;
  readonly seed: number;
  readonly load: boolean;
  /** A file with the private key to sign the report with. */
  readonly key?: string;
  readonly isolation?: Isolation;
  readonly timings?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export interface Commands extends ComparisonCommands {
  readonly grade: (submission: string, flags: GradeFlags) => Promise<ExitCode>;
  readonly batch: (folder: string, flags: BatchFlags) => Promise<ExitCode>;
  readonly audit: (report: string, submission: string | undefined, flags: AuditFlags) => Promise<ExitCode>;
  readonly render: (report: string, flags: RenderFlags) => Promise<ExitCode>;
  readonly keysNew: (flags: { readonly out: string }) => Promise<ExitCode>;
  readonly explain: (report: string, rule: string | undefined, flags: ExplainFlags) => Promise<ExitCode>;
  readonly verify: (challenge: string, flags: VerifyFlags) => Promise<ExitCode>;
  readonly doctor: (flags: OutputFlags) => Promise<ExitCode>;
}

const EXAMPLES = `
Examples:
  grade ./alice                        grade a folder into ./grade-report/alice/
  grade ./alice --json | jq .score     the report on stdout, nothing else
  grade ./alice --require Q1,Q2,S2     exit 1 unless these rules are met
  grade ./alice --min 60 --no-load     exit 1 below 60 points; load left out
  grade batch ./hand-ins               grade all in there; again, it goes on
  grade compare grade-report           side by side, terminal and one HTML file
  grade explain grade-report/alice S2  what broke this rule, step by step
  grade render grade-report/alice --for candidate
                                       what the candidate may see
  grade audit grade-report/alice ./alice
                                       derive a report again, byte for byte
  grade stats grade-report --cut 60    what these reports say of the challenge
  grade verify                         is the challenge fair and sharp?
  grade doctor                         what this machine can do
A submission in a folder called run, batch, compare, stats, verify, explain,
render, audit, keys or doctor is reached as ./run and so on.

Exit codes:
  0    report written
  1    below --min or --require, or verify found errors
  2    the command line, a path or a challenge has to be corrected
  3    nothing gradable; in a batch: in one of the submissions
  4    fault of the kit, or a required rule was not measured
  5    a signature, a figure or a result does not match
  130  interrupted
`;

/** Columns that a description must have before its lines are broken; with less the terminal breaks them anywhere. */
const NARROWEST_TEXT = 15;

/** The command line's grammar. `onExit` gets the exit code of the command that ran; usage errors throw a `CommanderError`. */
export function buildProgram(
  commands: Commands,
  terminal: Terminal,
  version: string,
  onExit: (code: ExitCode) => void,
): Command {
  const program = new Command('grade')
    .description('Grades take-home exercises: facts are exact and replayable, people decide.')
    .usage('[options] <submission>')
    .version(version)
    .exitOverride()
    .configureHelp({ minWidthToWrap: NARROWEST_TEXT })
    .configureOutput({
      writeOut: terminal.print,
      writeErr: terminal.tell,
      outputError: (text, write) => write(text.replace(/^error: /u, 'grade: ')),
    })
    .showHelpAfterError('(grade --help shows the usage)')
    .addHelpText('after', EXAMPLES);
  const run = addGradeCommand(program).action(async (submission: string, flags: GradeFlags) => {
    onExit(await commands.grade(submission, flags));
  });
  addBatchCommand(program).action(async (folder: string, flags: BatchFlags) =>
    onExit(await commands.batch(folder, flags)),
  );
  addComparisonCommands(program, commands, onExit);
  addOutputFlags(addVerifyCommand(program)).action(async (challenge: string, flags: VerifyFlags) =>
    onExit(await commands.verify(challenge, flags)),
  );
  addOutputFlags(
    program
      .command('explain')
      .argument('<report>', 'report.json or its folder')
      .argument('[rule]', 'such as S2 (default: every rule that is not met)')
      .description('tell what broke a rule, step by step')
      .option('--replay <submission>', 'run that case again and hold it against the report (exit 5 where they differ)'),
  ).action(async (report: string, rule: string | undefined, flags: ExplainFlags) =>
    onExit(await commands.explain(report, rule, flags)),
  );
  addOutputFlags(
    program.command('doctor').description('show what this machine can do: runtime, isolation, noise'),
  ).action(async (flags: OutputFlags) => onExit(await commands.doctor(flags)));
  addReportCommands(program, commands, onExit);
  // `grade <submission>` is `grade run <submission>`: its flags belong into the first help that people see.
  return program.configureHelp({
    minWidthToWrap: NARROWEST_TEXT,
    visibleOptions: (command) =>
      command === program ? [...run.createHelp().visibleOptions(run), ...program.options] : [...command.options],
  });
}

function addGradeCommand(program: Command): Command {
  const command = program
    .command('run', { isDefault: true })
    .argument('<submission>', "the submission's folder, or an archive of it")
    .description('grade one submission; the word run may be left out')
    .option('--challenge <id>', 'the challenge to grade against', 'idempotent-payments')
    .option('--out <folder>', 'where the reports go (default: ./grade-report/<name of the submission>)', parseFolder);
  return addAudienceFlags(command)
    .option('--json', 'print the report as JSON and nothing else; files only with --out')
    .option('--seed <n>', 'chooses the values and orders that the hidden suites leave open', parseSeed, 1)
    .option('--key <file>', 'sign the report with this private key (else GRADE_SIGNING_KEY; see grade keys new)')
    .option(
      '--isolation <level>',
      'full, namespaces or portable; refused where it does not work (default: the strongest that does)',
      parseIsolation,
    )
    .option('--no-load', 'skip the load check, the only one that depends on the machine')
    .option(
      '--min <points>',
      'exit with 1 below this many points of 100; what was not measured does not count',
      parsePoints,
    )
    .option(
      '--require <rules>',
      'exit with 1 unless all of these rules are met, such as S2,P3; with 4 where one was not measured',
      parseList,
    )
    .option('--timings', 'tell how long each step took')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR count as well');
}
