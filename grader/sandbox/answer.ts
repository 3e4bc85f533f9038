/** What can come of a request to a subject, and what it may cost. */

import { constants } from 'node:os';
import type { Reply } from '../wire/messages.ts';

/** How a request ended. All but `replied` end the subject. */
export type Answer =
  | { readonly status: 'replied'; readonly reply: Reply }
  /** The process ended by itself. */
  | { readonly status: 'crashed'; readonly reason: string }
  /** No answer within the budget. */
  | { readonly status: 'hung'; readonly hang: Hang; readonly reason: string }
  /** All subjects of the solution together have computed for too long. */
  | { readonly status: 'spent'; readonly reason: string }
  /** It said something that the wire does not allow. */
  | { readonly status: 'violation'; readonly reason: string };

/** How a process hangs: it computes without an answer, or the machine does not let it move at all. */
export type Hang = 'computing' | 'stuck';

/** What one request may cost the subject. */
export interface RequestBudget {
  /** CPU time; what counts where it can be read. */
  readonly cpuMs: number;
  /** Wall time without any progress, or in all where CPU time cannot be read. */
  readonly wallMs: number;
}

export const DEFAULT_BUDGET: RequestBudget = { cpuMs: 500, wallMs: 30_000 };

/** Starting a process on a busy machine takes its time; only a dead one is given up. */
export const START_BUDGET: RequestBudget = { cpuMs: 5_000, wallMs: 20_000 };

/** Why a process is gone, in a few words. */
export function exitReason(code: number | null, signal: string | null, stderr: string): string {
  if (/heap out of memory|heap limit/i.test(stderr)) return 'it ran out of memory';
  const ending = signal ?? signalIn(code);
  return ending === undefined ? `the process ended with code ${code}` : `the process was ended by ${ending}`;
}

/** Shells and bubblewrap tell of a signal by a code above 128. */
function signalIn(code: number | null): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
}
