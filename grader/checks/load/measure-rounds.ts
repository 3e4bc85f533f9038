/** Rounds of payments: every kind of work, at every subject, in short slices that alternate. */

import type { LoadWork } from '../../wire/messages.ts';
import { shuffled } from './estimate.ts';
import { CALLERS_OF_A_KEY, type LoadSubject } from './load-subject.ts';

/** What payments can be like. */
export const WORKLOADS = ['fresh', 'replayed', 'joined', 'interleaved'] as const satisfies readonly LoadWork[];
export type Workload = (typeof WORKLOADS)[number];

/** Microseconds per payment of each kind. */
export type Costs = Readonly<Record<Workload, number>>;

/** Payments in a slice of about two milliseconds of the reference's time: multiples of what is done side by side. */
const SLICE: Costs = { fresh: 60, replayed: 100, joined: 3 * CALLERS_OF_A_KEY, interleaved: 60 };
/** The smallest slices. */
const LEAST: Costs = { fresh: 10, replayed: 10, joined: CALLERS_OF_A_KEY, interleaved: 10 };
/** What engines take to get warm. */
const WARM_UP: Costs = { fresh: 300, replayed: 300, joined: 4 * CALLERS_OF_A_KEY, interleaved: 180 };

/** A subject with the size of its slices: a slow one gets smaller ones. */
export interface Pacer {
  readonly subject: LoadSubject;
  readonly sizes: Costs;
}

/** Warms the subjects up, and finds out how many payments of each make a slice that takes as long as the last one's. */
export async function warmUp(subjects: readonly LoadSubject[]): Promise<readonly Pacer[]> {
  const seen: { readonly subject: LoadSubject; readonly costs: Costs }[] = [];
  for (const subject of subjects) {
    await costsOf(
      (work) => subject.slice(work, WARM_UP[work] / 2),
      (work) => WARM_UP[work] / 2,
    );
    seen.push({
      subject,
      costs: await costsOf(
        (work) => subject.slice(work, WARM_UP[work] / 2),
        (work) => WARM_UP[work] / 2,
      ),
    });
  }
  const last = seen.at(-1)?.costs;
  return seen.map(({ subject, costs }) => ({
    subject,
    sizes: each((work) => sizeFor(work, last === undefined ? 1 : last[work] / costs[work])),
  }));
}

function sizeFor(work: Workload, speed: number): number {
  const steps = Math.round((SLICE[work] * Math.min(1, speed)) / LEAST[work]);
  return Math.max(1, steps) * LEAST[work];
}

/** The costs of one round, by subject; nobody always goes first, and a drift of the machine's speed cancels out. */
export async function measureRound(pacers: readonly Pacer[], random: () => number): Promise<readonly Costs[]> {
  const sums = new Map(pacers.map((pacer) => [pacer, each(() => 0)]));
  for (const work of shuffled(WORKLOADS, random)) {
    const order = shuffled(pacers, random);
    for (const pacer of [...order, ...order.toReversed()]) {
      const { costUs } = await pacer.subject.slice(work, pacer.sizes[work]);
      const sum = sums.get(pacer);
      if (sum !== undefined) sums.set(pacer, { ...sum, [work]: sum[work] + costUs / pacer.sizes[work] / 2 });
    }
  }
  return pacers.map((pacer) => sums.get(pacer) ?? each(() => 0));
}

/** What driving the load costs by itself: the cheapest of some slices at an implementation that does nothing. */
export async function measureHarness(subject: LoadSubject): Promise<Costs> {
  const runs: Costs[] = [];
  for (let run = 0; run < 8; run += 1)
    runs.push(
      await costsOf(
        (work) => subject.emptySlice(work, SLICE[work]),
        (work) => SLICE[work],
      ),
    );
  return each((work) => Math.min(...runs.map((costs) => costs[work])));
}

async function costsOf(
  slice: (work: Workload) => Promise<{ readonly costUs: number }>,
  count: (work: Workload) => number,
): Promise<Costs> {
  const costs = { ...each(() => 0) };
  for (const work of WORKLOADS) costs[work] = (await slice(work)).costUs / count(work);
  return costs;
}

/** A payment's cost in a mix with as many of each kind, without the harness's part. */
export function mixed(costs: Costs, harness: Costs): number {
  return WORKLOADS.reduce((sum, work) => sum + Math.max(0, costs[work] - harness[work]), 0) / WORKLOADS.length;
}

function each(cost: (work: Workload) => number): Costs {
  return { fresh: cost('fresh'), replayed: cost('replayed'), joined: cost('joined'), interleaved: cost('interleaved') };
}
