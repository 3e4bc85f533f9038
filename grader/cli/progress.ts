import type { Timing } from '../model/evidence.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  readonly step: (step: Timing['step']) => void;
  /** Call before anything else is written. */
  readonly done: () => void;
}

const DOING: Readonly<Record<Timing['step'], string>> = {
  stage: 'taking over the files',
  bundle: 'bundling the solution',
  types: 'checking types',
  patterns: 'looking for banned patterns',
  rules: 'running the hidden suites',
  tests: "running the candidate's own tests",
  load: 'measuring load',
  report: 'writing the report',
};

/** Tells on stderr which step has started: a line for each, or one line that is rewritten where stderr is a terminal. */
export function showProgress(terminal: Terminal, quiet: boolean): Progress {
  if (quiet) return { step: () => undefined, done: () => undefined };
  if (!terminal.rewritable) {
    return { step: (step) => terminal.tell(`${step}: ${DOING[step]}\n`), done: () => undefined };
  }
  return {
    step: (step) => terminal.tell(`\r\u001b[2K${step}: ${DOING[step]} …`),
    done: () => terminal.tell('\r\u001b[2K'),
  };
}
