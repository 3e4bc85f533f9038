import type { Command } from 'commander';

export interface OutputFlags {
  readonly json?: boolean;
  readonly color: boolean;
}

export function addOutputFlags(command: Command): Command {
  return command
    .option('--json', 'print JSON')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR count as well');
}
