/** Rounds of payments: every kind of work, at every subject, in short slices that alternate. */

import type { LoadWork } from '../../wire/messages.ts';
import { shuffled } from './estimate.ts';
import { CALLERS_OF_A_KEY, type LoadSubject, type Slice } from './load-subject.ts';

/** What payments can be like. */
export const WORKLOADS = ['fresh', 'replayed', 'joined', 'interleaved'] as const satisfies readonly LoadWork[];
export type Workload = (typeof WORKLOADS)[number];

/** Microseconds per payment of each kind. */
export type Costs = Readonly<Record<Workload, number>>;

/** Payments in a slice of about two milliseconds of the reference's time: multiples of what is done side by side. */
const SLICE: Costs = { fresh: 30, replayed: 40, joined: CALLERS_OF_A_KEY, interleaved: 30 };
/** The smallest slices. */
const LEAST: Costs = { fresh: 10, replayed: 10, joined: CALLERS_OF_A_KEY, interleaved: 10 };
/** Payments for exact percentiles, and enough to warm an engine up. */
const FAILING = 1_000;

/** A subject after its warming up. */
export interface Warm {
  readonly subject: LoadSubject;
  /** Virtual milliseconds of payments with failures, ascending. */
  readonly latencies: readonly number[];
  readonly costs: Costs;
}

/** Warms a subject up with payments that fail by script, and with some of each kind. */
export async function warmUp(subject: LoadSubject): Promise<Warm> {
  const { figures } = await subject.slice('failing', FAILING);
  const slice = (work: Workload): Promise<Slice> => subject.slice(work, SLICE[work]);
  await costsOf(slice);
  return { subject, latencies: figures, costs: await costsOf(slice) };
}

/** A subject with the size of its slices. */
export interface Pacer {
  readonly subject: LoadSubject;
  readonly sizes: Costs;
}

/** A subject slower than this gets smaller slices; the same sizes compare best. */
const MUCH_SLOWER = 2 / 3;

/** Slices of a slow subject take about as long as the reference's. */
export function paced({ subject, costs }: Warm, reference: Warm): Pacer {
  return { subject, sizes: each((work) => sizeFor(work, reference.costs[work] / costs[work])) };
}

function sizeFor(work: Workload, speed: number): number {
  if (speed > MUCH_SLOWER) return SLICE[work];
  const steps = Math.round((SLICE[work] * speed) / LEAST[work]);
  return Math.max(1, steps) * LEAST[work];
}

export interface RoundsOptions {
  readonly least: number;
  /** By default no more than the least. */
  readonly most?: number;
  readonly random: () => number;
  /** Asked before each round above the least number. */
  readonly goOn?: (rounds: readonly (readonly Costs[])[]) => boolean;
}

/** The costs of rounds, by subject in the order of `pacers`. */
export async function measureRounds(
  pacers: readonly Pacer[],
  { least, most = least, random, goOn = () => true }: RoundsOptions,
): Promise<readonly (readonly Costs[])[]> {
  const rounds: (readonly Costs[])[] = [];
  while (rounds.length < least || (rounds.length < most && goOn(rounds)))
    rounds.push(await measureRound(pacers, random));
  return rounds;
}

/** Nobody always goes first, and a drift of the machine's speed cancels out. */
async function measureRound(pacers: readonly Pacer[], random: () => number): Promise<readonly Costs[]> {
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
  for (let run = 0; run < 8; run += 1) runs.push(await costsOf((work) => subject.emptySlice(work, SLICE[work])));
  return each((work) => Math.min(...runs.map((costs) => costs[work])));
}

async function costsOf(slice: (work: Workload) => Promise<Slice>): Promise<Costs> {
  const costs = { ...each(() => 0) };
  for (const work of WORKLOADS) costs[work] = (await slice(work)).costUs / SLICE[work];
  return costs;
}

/** A payment's cost in a mix with as many of each kind, without the harness's part. */
export function mixed(costs: Costs, harness: Costs): number {
  return WORKLOADS.reduce((sum, work) => sum + Math.max(0, costs[work] - harness[work]), 0) / WORKLOADS.length;
}

function each(cost: (work: Workload) => number): Costs {
  return { fresh: cost('fresh'), replayed: cost('replayed'), joined: cost('joined'), interleaved: cost('interleaved') };
}
