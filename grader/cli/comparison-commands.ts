/** The grammar of the commands that read many reports. */

import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import { parseCount, parseFolder, parsePoints, parseSeed } from './option-values.ts';
import { addOutputFlags } from './output-flags.ts';
import type { OutputFlags } from './output-flags.ts';

export interface CompareFlags extends OutputFlags {
  readonly out?: string;
  readonly seed: number;
  /** Path of a roster. */
  readonly names?: string;
  /** Id of a rule. */
  readonly rule?: string;
  /** Folder with the hand-ins of the reports. */
  readonly regrade?: string;
}

export interface StatsFlags extends OutputFlags {
  readonly out?: string;
  /** Folder with the hand-ins. */
  readonly submissions?: string;
  /** Points of 100. */
  readonly cut?: number;
  readonly invited?: number;
  readonly seed: number;
}

export interface ComparisonCommands {
  readonly compare: (reports: readonly string[], flags: CompareFlags) => Promise<ExitCode>;
  readonly stats: (folder: string, flags: StatsFlags) => Promise<ExitCode>;
}

export function addComparisonCommands(
  program: Command,
  commands: ComparisonCommands,
  onExit: (code: ExitCode) => void,
): void {
  addCompareCommand(program).action(async (reports: readonly string[], flags: CompareFlags) => {
    onExit(await commands.compare(reports, flags));
  });
  addStatsCommand(program).action(async (folder: string, flags: StatsFlags) => {
    onExit(await commands.stats(folder, flags));
  });
}

function addCompareCommand(program: Command): Command {
  const command = program
    .command('compare <report...>')
    .description('show reports side by side: report.json files, their folders, or a folder of many')
    .option('--out <folder>', 'where comparison.html goes (default: ./grade-compare)', parseFolder)
    .option('--names <roster.csv>', 'show names instead of ids: a CSV file with the columns id and name')
    .option('--seed <n>', 'chooses the order, which is random', parseSeed, 1)
    .option('--regrade <folder>', 'grade the hand-ins in this folder again with this kit first, and show old to new')
    .option('--rule <id>', 'show what was seen of one rule in every report');
  return addOutputFlags(command);
}

function addStatsCommand(program: Command): Command {
  const command = program
    .command('stats <folder>')
    .description('show what the reports in a folder say about the challenge: terminal, stats.html and stats.csv')
    .option('--out <folder>', 'where the files go (default: ./grade-stats)', parseFolder)
    .option('--invited <n>', 'how many people were asked to do the exercise', parseCount)
    .option('--cut <points>', 'how consistent decisions at this many points of 100 are', parsePoints)
    .option('--submissions <folder>', 'the folder of the hand-ins: shows the pairs with most code in common')
    .option('--seed <n>', 'chooses the resamples behind the intervals', parseSeed, 1);
  return addOutputFlags(command);
}
