import { expect, it } from 'vitest';
import { runInOrder } from '../grader/run-in-order.ts';

/** Jobs are the number of turns that they take; odd ones are costly. */
function run(
  jobs: readonly number[],
  atMost: number,
  isNeeded: (job: number) => boolean = () => false,
): Promise<readonly number[]> {
  const work = async (job: number): Promise<number> => {
    for (let turn = 0; turn < job; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return job;
  };
  return runInOrder(jobs, work, { isCostly: (job) => job % 2 === 1, atMost, isNeeded });
}

it('answers in the order of the jobs, however long they take', async () => {
  const jobs = [8, 0, 6, 2, 4, 0, 2];
  expect(await run(jobs, 1)).toEqual(jobs);
});

it('stops with the last costly job that it is allowed, and does not count what ran beside it', async () => {
  expect(await run([2, 9, 0, 4, 3, 2, 1, 0, 5, 2], 3)).toEqual([2, 9, 0, 4, 3, 2, 1]);
  expect(await run([9, 1, 1, 0, 0], 1)).toEqual([9]);
});

it('does what is needed also behind the last costly job', async () => {
  const jobs = [9, 1, 4, 20, 0, 3, 22, 2];
  expect(await run(jobs, 2, (job) => job >= 20)).toEqual([9, 1, 20, 22]);
});

it('rejects with the first error', async () => {
  const work = (job: number): Promise<number> => (job === 1 ? Promise.reject(new Error('no')) : Promise.resolve(job));
  await expect(runInOrder([0, 1, 2], work)).rejects.toThrow('no');
});
