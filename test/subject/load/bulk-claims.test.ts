import { expect, it } from 'vitest';
import { BulkClaims } from '../../../grader/subject/load/bulk-claims.ts';
import { LoadClock } from '../../../grader/subject/load/load-clock.ts';
import { Orders } from '../../../grader/subject/load/orders.ts';

type Answer = (key: string) => { readonly outcome: string; readonly token?: number };

/** Answers the calls of one turn together, the last one first. */
function lastFirst(answer: Answer): { insertPending: (key: string) => Promise<ReturnType<Answer>> } {
  let waiting: (() => void)[] = [];
  const answerAll = (): void => {
    const calls = waiting.reverse();
    waiting = [];
    for (const call of calls) call();
  };
  return {
    insertPending: (key) =>
      new Promise((resolve) => {
        if (waiting.push(() => resolve(answer(key))) === 1) queueMicrotask(() => queueMicrotask(answerAll));
      }),
  };
}

async function complaintsAbout(answer: Answer): Promise<ReadonlySet<string>> {
  const complaints = new Set<string>();
  const claims = new BulkClaims({
    store: lastFirst(answer),
    orders: new Orders(1),
    clock: new LoadClock(0),
    settle: async (calls) => void (await Promise.all(calls)),
    complain: (problem) => complaints.add(problem),
  });
  await claims.run(500, 0);
  return complaints;
}

it('takes the claims of one turn in whatever order the store answers them', async () => {
  const known = new Set<string>();
  const complaints = await complaintsAbout((key) =>
    known.has(key) ? { outcome: 'duplicate' } : { outcome: 'inserted', token: known.add(key).size },
  );
  expect([...complaints]).toEqual([]);
});

it('notices a store that gives every key away again', async () => {
  let tokens = 0;
  const complaints = await complaintsAbout(() => ({ outcome: 'inserted', token: (tokens += 1) }));
  expect([...complaints]).toEqual(['a claim under load was not duplicate']);
});
