/** What the oracle knows on its way through a trace: the runs that are not over. */

import type { ProcessorConfig } from './contract.ts';
import type { Met, Run } from './payment-run.ts';
import type { Breach } from './trace.ts';

/** What is known on the way through a trace. */
export interface Known {
  readonly config: ProcessorConfig;
  /** Runs with calls that have not ended. */
  readonly runs: readonly Run[];
  /** By processor, key and payload, which runs there have been. */
  readonly started: ReadonlySet<string>;
  /** By key, which fingerprint stands for which payload. */
  readonly fingerprints: ReadonlyMap<string, readonly Fingerprinted[]>;
}

export interface Fingerprinted {
  readonly fingerprint: string;
  readonly payload: unknown;
}

/** What an event leads to: some runs go on, or a rule is broken. */
export type Reached = Known | { readonly breach: Breach };

/** `run` has met something: it is replaced by what it has become, or taken out when all its calls have ended. */
export function afterMeeting(known: Known, run: Run, met: Met): Reached {
  if ('breach' in met) return met;
  const place = known.runs.indexOf(run);
  const isOver = met.run.open.length === 0;
  return { ...known, runs: isOver ? known.runs.toSpliced(place, 1) : known.runs.with(place, met.run) };
}

/** Something happened that no run accounts for. */
export function unexplained(key: string, rule: Breach['rule'], message: string): Reached {
  return { breach: { rule, key, message } };
}
