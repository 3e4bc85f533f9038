import type { Command } from 'commander';
import type { AuditFlags } from './audit-command.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Audience } from '../model/report.ts';
import { DEFAULT_FORMATS, FORMATS } from '../reporters/formats.ts';
import { parseAudiences, parseFolder, parseFormats } from './option-values.ts';
import type { Commands } from './program.ts';
import type { RenderFlags } from './render-command.ts';

const INTERVIEWER: readonly Audience[] = ['interviewer'];

/** The commands on reports that exist already. */
export function addReportCommands(program: Command, commands: Commands, onExit: (code: ExitCode) => void): void {
  addAudienceFlags(program.command('render <report>').description('a report for other audiences or in other formats'))
    .option('--out <folder>', 'where the files go (default: where the report lies)', parseFolder)
    .option('--quiet', 'no lines on stderr')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR count as well')
    .action(async (report: string, flags: RenderFlags) => onExit(await commands.render(report, flags)));
  program
    .command('audit <report> [submission]')
    .description('check a report: its figures, its signature, and with the submission the result itself, derived again')
    .option('--key <file>', 'the public key of whoever signed it')
    .option('--quiet', 'no progress on stderr')
    .action(async (report: string, submission: string | undefined, flags: AuditFlags) =>
      onExit(await commands.audit(report, submission, flags)),
    );
  program
    .command('keys')
    .description('keys that sign reports')
    .command('new')
    .description('make a pair: one file that signs, one that checks')
    .option('--out <folder>', 'where the files go', parseFolder, '.')
    .action(async (flags: { readonly out: string }) => onExit(await commands.keysNew(flags)));
}

/** What is written, and for whom. */
export function addAudienceFlags(command: Command): Command {
  return command
    .option(
      '--format <list>',
      `files in that folder, or text on stdout (terminal, github), of ${FORMATS.join(', ')} (default: ${DEFAULT_FORMATS.join(', ')})`,
      parseFormats,
    )
    .option(
      '--for <list>',
      'interviewer (everything), candidate (by rule, nothing hidden), auditor (how to check it); one file of each',
      parseAudiences,
      INTERVIEWER,
    );
}
