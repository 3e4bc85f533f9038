import { CommanderError, type Command } from 'commander';
import { nearestName } from '../nearest-name.ts';
import { KIT_VERSION } from '../sandbox/kit-root.ts';
import { EXIT, describeError, exitCodeOf } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import type { Commands } from './program.ts';
import { openTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line (without node and script) and answers its exit code; never rejects. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal();
  // Node's own exit code for these is 1, which would read as "below the gate".
  process.on('uncaughtException', (error) => {
    terminal.tell(describeError(error));
    process.exit(EXIT.kitFault);
  });
  try {
    const code = await parseAndRun(args, terminal);
    await terminal.flush();
    return code;
  } catch (error) {
    terminal.tell(describeError(error));
    await terminal.flush().catch(() => undefined);
    return exitCodeOf(error);
  }
}

async function parseAndRun(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  // Loaded when they run: help and usage errors need not wait for vitest.
  const commands: Commands = {
    grade: async (...given) => (await import('./grade-command.ts')).runGrade(terminal, ...given),
    batch: async (...given) => (await import('./batch-command.ts')).runBatch(terminal, ...given),
    compare: async (...given) => (await import('./compare-command.ts')).runCompare(terminal, ...given),
    audit: async (...given) => (await import('./audit-command.ts')).runAudit(terminal, ...given),
    render: async (...given) => (await import('./render-command.ts')).runRender(terminal, ...given),
    keysNew: async (...given) => (await import('./keys-command.ts')).runKeysNew(terminal, ...given),
    stats: async (...given) => (await import('./stats-command.ts')).runStats(terminal, ...given),
    explain: async (...given) => (await import('./explain-command.ts')).runExplain(terminal, ...given),
    verify: async (...given) => (await import('./verify-command.ts')).runVerify(terminal, ...given),
    doctor: async (...given) => (await import('./doctor-command.ts')).runDoctor(terminal, ...given),
  };
  const program = buildProgram(commands, terminal, KIT_VERSION, (exit) => (code = exit));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.excessArguments') terminal.tell(meantCommand(program, args));
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

/** A command that is misspelt is taken for a submission, and what follows it for one too many. */
function meantCommand({ commands }: Command, [first = '']: readonly string[]): string {
  const names = commands.map((command) => command.name());
  const meant = names.includes(first) ? null : nearestName(first, names);
  return meant === null ? '' : `(Did you mean grade ${meant}?)\n`;
}
