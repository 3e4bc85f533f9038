import { UsageError } from '../errors.ts';
import type { ColorLevel } from '../reporters/render-context.ts';

/** Where results (stdout) and everything else (stderr) go. */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly tell: (text: string) => void;
  /** Resolves when everything printed has left the process; throws a `UsageError` where it could not. */
  readonly flush: () => Promise<void>;
  /** Whether stderr is a terminal whose lines can be rewritten. */
  readonly rewritable: boolean;
}

/** Output of this process. A reader that goes away (`| head`) ends the output, not the command. */
export function openTerminal(): Terminal {
  let failure: Error | null = null;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) failure = error;
  });
  // Without stderr there is nobody left to tell.
  process.stderr.on('error', () => undefined);
  return {
    print: (text) => void process.stdout.write(text),
    tell: (text) => void process.stderr.write(text),
    flush: async () => {
      await Promise.all([drain(process.stdout), drain(process.stderr)]);
      if (failure !== null) throw new UsageError(`Cannot write to stdout: ${failure.message}`, { cause: failure });
    },
    rewritable: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
  };
}

/** chalk's colour level of stdout: the flag first, then NO_COLOR and FORCE_COLOR, then what stdout is. */
export function colorLevel(flag: boolean): ColorLevel {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (!flag || (NO_COLOR !== undefined && NO_COLOR !== '')) return 0;
  if (FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 0;
  if (FORCE_COLOR === '2') return 2;
  if (FORCE_COLOR === '3') return 3;
  if (FORCE_COLOR !== undefined) return 1;
  if (process.stdout.isTTY !== true || TERM === 'dumb') return 0;
  const depth = process.stdout.getColorDepth();
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

/** Columns to render for; a file or a pipe has none of its own. */
export function outputWidth(): number {
  return process.stdout.isTTY === true && process.stdout.columns > 0 ? process.stdout.columns : 100;
}

function isGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'EIO' || error.code === 'ERR_STREAM_DESTROYED';
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
