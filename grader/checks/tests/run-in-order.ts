/** Work on a list of jobs, a few at a time, with results that depend on nothing but the order. */

import { availableParallelism } from 'node:os';
import { allSettled } from '../../all-settled.ts';

/** One more than there are CPUs: while a process starts or ends, another one computes. */
const SIDE_BY_SIDE = availableParallelism() + 1;

export interface Costs<R> {
  /** Whether a job has cost far more than it should. */
  readonly isCostly: (result: R) => boolean;
  /** How many such jobs there may be. */
  readonly atMost: number;
}

/**
 * The results of the jobs in their order, up to the one with which there are too many costly ones. What has been begun beside that one is
 * ended but not counted, so that the machine's pace changes nothing. Rejects with the first error, when nothing is under way any more.
 */
export async function runInOrder<T, R>(
  jobs: readonly T[],
  work: (job: T) => Promise<R>,
  { isCostly, atMost }: Costs<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  let costly = 0;
  const worker = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined && costly < atMost; job = jobs[next]) {
      const at = next;
      next += 1;
      const result = await work(job).catch((error: unknown) => {
        next = jobs.length;
        throw error;
      });
      results[at] = result;
      if (isCostly(result)) costly += 1;
    }
  };
  await allSettled(Array.from({ length: SIDE_BY_SIDE }, worker));
  return upTo(results, { isCostly, atMost });
}

function upTo<R>(results: readonly R[], { isCostly, atMost }: Costs<R>): readonly R[] {
  let left = atMost;
  const end = results.findIndex((result) => isCostly(result) && (left -= 1) === 0);
  return end < 0 ? results : results.slice(0, end + 1);
}
