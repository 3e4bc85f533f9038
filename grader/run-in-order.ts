/** Work on a list of jobs, a few at a time, with results that depend on nothing but the order. */

import { availableParallelism } from 'node:os';
import { allSettled } from './all-settled.ts';

/** One more than there are CPUs: while a process starts or ends, another one computes. */
const SIDE_BY_SIDE = availableParallelism() + 1;

export interface Costs<T, R> {
  /** Whether a job has cost far more than it should. */
  readonly isCostly: (result: R) => boolean;
  /** How many such jobs there may be. */
  readonly atMost: number;
  /** Jobs that are done whatever others have cost. */
  readonly isNeeded: (job: T) => boolean;
}

const ALL: Costs<unknown, unknown> = { isCostly: () => false, atMost: 1, isNeeded: () => false };

/**
 * The results of the jobs in their order. Where `costs` are given, up to the one with which there are too many costly ones, and of those behind it that are needed.
 * What else has been begun beside that one is ended but not counted, so that the machine's pace changes nothing. Rejects with the first
 * error, when nothing is under way any more.
 */
export async function runInOrder<T, R>(
  jobs: readonly T[],
  work: (job: T) => Promise<R>,
  { isCostly, atMost, isNeeded }: Costs<T, R> = ALL,
): Promise<readonly R[]> {
  const results: { readonly job: T; readonly result: R }[] = [];
  let next = 0;
  let costly = 0;
  const worker = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      const at = next;
      next += 1;
      if (costly >= atMost && !isNeeded(job)) continue;
      const result = await work(job).catch((error: unknown) => {
        next = jobs.length;
        throw error;
      });
      results[at] = { job, result };
      if (isCostly(result)) costly += 1;
    }
  };
  await allSettled(Array.from({ length: SIDE_BY_SIDE }, worker));
  let left = atMost;
  return results.flatMap(({ job, result }) => {
    const counts = left > 0 || isNeeded(job);
    if (isCostly(result)) left -= 1;
    return counts ? [result] : [];
  });
}
