import { EXIT, Interrupted } from './exit-codes.ts';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** One Ctrl-C can arrive several times: from the terminal, from npm and from the launcher. */
const SAME_KEY_PRESS_MS = 500;

/** How long a cancelled command may take to clean up. */
const CLEAN_UP_MS = 10_000;

/** Ends the process on a signal for as long as nothing is interruptible: there is nothing to clean up then. Call once, before anything is loaded. */
export function exitOnSignals(): void {
  for (const name of SIGNALS) process.on(name, exitAtOnce);
}

function exitAtOnce(name: NodeJS.Signals): void {
  process.stderr.write(`grade: Stopped by ${name}.\n`);
  process.exit(EXIT.interrupted);
}

/**
 * Runs `work` with a signal that SIGINT, SIGTERM and SIGHUP abort; when `work` then fails, which it may do after cleaning up,
 * rejects with `Interrupted`, which says what is left of it. A second key press, or a clean-up that takes too long, exits at once.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  whatIsLeft: () => string = () => 'no report was written',
): Promise<T> {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (firstAt === null) {
      firstAt = performance.now();
      controller.abort(new Interrupted(`Stopped by ${name}; ${whatIsLeft()}.`));
      setTimeout(() => process.exit(EXIT.interrupted), CLEAN_UP_MS).unref();
    } else if (performance.now() - firstAt > SAME_KEY_PRESS_MS) process.exit(EXIT.interrupted);
  };
  const release = ownSignals(onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    // Whatever a cancelled step throws while it is torn down, the interruption is the reason.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    release();
  }
}

/** Makes `onSignal` the only listener: vitest adds one of its own that exits before anything is cleaned up. */
function ownSignals(onSignal: (name: NodeJS.Signals) => void): () => void {
  const before = SIGNALS.filter((name) => process.listeners(name).includes(exitAtOnce));
  const refuse = (event: string | symbol, listener: NodeJS.SignalsListener): void => {
    const name = SIGNALS.find((signal) => signal === event);
    if (name !== undefined && listener !== onSignal) process.nextTick(() => process.off(name, listener));
  };
  for (const name of SIGNALS) process.on(name, onSignal).off(name, exitAtOnce);
  process.on('newListener', refuse);
  return () => {
    process.off('newListener', refuse);
    for (const name of before) process.on(name, exitAtOnce);
    for (const name of SIGNALS) process.off(name, onSignal);
  };
}
