import type { Command } from 'commander';
import { parseCount, parseList } from './option-values.ts';

export interface VerifyFlags {
  /** How many seeds. */
  readonly seeds: number;
  readonly only?: string;
  readonly samples?: readonly string[];
  readonly mutants?: boolean;
  readonly redundant?: boolean;
  readonly load: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export function addVerifyCommand(program: Command): Command {
  return program
    .command('verify')
    .argument('[challenge]', 'the challenge', 'idempotent-payments')
    .description('judge a challenge: correct samples, mutants and hidden cases against each other')
    .option('--seeds <n>', 'judge everything under the seeds 1 to n', parseCount, 1)
    .option('--only <part>', 'only samples and mutants whose name contains this')
    .option('--samples <folders>', 'further folders of samples, separated by commas', parseList)
    .option('--mutants', 'list every mutant with the rules that it loses')
    .option('--redundant', 'list the hidden cases that no mutant fails')
    .option('--no-load', 'skip the load rule, which depends on the machine')
    .option('--quiet', 'no progress on stderr');
}
