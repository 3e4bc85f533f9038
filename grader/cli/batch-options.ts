/** The grammar of `grade batch`. */

import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Audience, Isolation } from '../model/report.ts';
import { FILE_ENDINGS, FORMATS } from '../reporters/formats.ts';
import type { Format } from '../reporters/formats.ts';
import {
  parseAudiences,
  parseCount,
  parseFolder,
  parseFormats,
  parseIsolation,
  parseList,
  parseSeed,
} from './option-values.ts';

export interface BatchFlags {
  readonly challenge: string;
  readonly out?: string;
  readonly format?: readonly Format[];
  readonly for?: readonly Audience[];
  /** Folders in the batch; without it all. */
  readonly only?: readonly string[];
  /** Gradings at work side by side. */
  readonly jobs: number;
  readonly seed: number;
  readonly load: boolean;
  readonly key?: string;
  readonly isolation: Isolation;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const WITH_FILES = FORMATS.filter((format) => FILE_ENDINGS[format] !== null);

export function addBatchCommand(program: Command): Command {
  return program
    .command('batch <folder>')
    .description('grade every submission in a folder; run again, it goes on where it stopped')
    .option('--challenge <id>', 'the challenge to grade against', 'idempotent-payments')
    .option(
      '--out <folder>',
      'where the folders of reports go (default: ./grade-report/<name of the folder>)',
      parseFolder,
    )
    .option(
      '--format <list>',
      `files for each submission, beside report.json, of ${WITH_FILES.join(', ')} (default: json, html)`,
      parseFiles,
    )
    .option(
      '--for <list>',
      'also for candidate (by rule, nothing hidden) or auditor (how to check it); one file of each',
      parseAudiences,
    )
    .option('--only <names>', 'only the submissions in these folders, separated by commas', parseList)
    .option('--jobs <n>', 'grade this many side by side; more than one needs --no-load', parseCount, 1)
    .option('--seed <n>', 'chooses the values and orders that the hidden suites leave open', parseSeed, 1)
    .option('--key <file>', 'sign the reports with this private key (else GRADE_SIGNING_KEY; see grade keys new)')
    .option(
      '--isolation <level>',
      'full, namespaces or portable; refused where it does not work',
      parseIsolation,
      'full',
    )
    .option('--no-load', 'skip the load check, the only one that depends on the machine')
    .option('--json', 'print JSON when all are graded')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR count as well');
}

function parseFiles(text: string): readonly Format[] {
  const formats = parseFormats(text);
  const printed = formats.find((format) => FILE_ENDINGS[format] === null);
  if (printed === undefined) return formats;
  throw new InvalidArgumentError(
    `${printed} is printed, and a batch writes files: choose of ${WITH_FILES.join(', ')}.`,
  );
}
