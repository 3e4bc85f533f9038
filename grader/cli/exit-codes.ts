import { ChallengeError, NothingGradableError, UsageError } from '../errors.ts';

/** What the exit code of `grade` says; scripts rely on it. */
export const EXIT = {
  /** The report was written, whatever the score. */
  ok: 0,
  /** The report was written, and it is below what `--min` or `--require` asked for; or `verify` found something to mend. */
  belowGate: 1,
  /** The command line, a path or a challenge pack has to be corrected. */
  usage: 2,
  /** There is nothing in the submission that could be graded. */
  nothingGradable: 3,
  /** A fault of the kit or of its installation, or a rule of `--require` that was not measured; never a statement about the submission. */
  kitFault: 4,
  /** A signature or a hash does not match. */
  integrity: 5,
  /** Stopped by a signal (128 + SIGINT, whichever signal it was). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The reason with which an interrupted command rejects. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Whose fault an error is. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UsageError || error instanceof ChallengeError) return EXIT.usage;
  if (error instanceof NothingGradableError) return EXIT.nothingGradable;
  return EXIT.kitFault;
}

/** What is printed about an error: one line, but for a defect of the kit, which comes with its stack. */
export function describeError(error: unknown): string {
  if (exitCodeOf(error) !== EXIT.kitFault && error instanceof Error) return `grade: ${error.message}\n`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `grade: this is a defect of the kit, not of the submission. Please report it with these lines:\n${stack}\n`;
}
