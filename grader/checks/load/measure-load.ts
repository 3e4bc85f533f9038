/** A run of the load check from its warming up to its figures. */

import { cpus } from 'node:os';
import { median, sum } from 'simple-statistics';
import { bandOf, widenedBy } from '../../load-band.ts';
import type { Beside, LoadDetails, LoadEvidence, Measured, Ratio, WorkloadCost } from '../../model/evidence.ts';
import { makeChance } from '../../subject/randomness.ts';
import type { LoadOptions } from './check-load.ts';
import { medianRatio } from './estimate.ts';
import { describeGrowth, predictRatio } from './growth-figures.ts';
import type { LoadRole, LoadSubject } from './load-subject.ts';
import { measureGrowth } from './measure-growth.ts';
import { afterLifetimes, markHeap, measureMemory } from './measure-memory.ts';
import {
  measureHarness,
  measureRound,
  mixed,
  warmUp,
  WORKLOADS,
  type Costs,
  type Pacer,
  type Workload,
} from './measure-rounds.ts';

/**
 * Milliseconds after which nothing more is begun that can be left out. Time in which a subject only waited for its CPU does not count,
 * so that a busy machine gets as many slices, but there is an end to it.
 */
const EARLY_UNTIL_MS = 1_200;
const GROW_UNTIL_MS = 2_000;
const END_MS = 2_800;
const WALL_MS = 8_000;

/** Numbers of rounds with few keys, which also show the noise, and with many. */
const EARLY = { least: 6, most: 10 };
const LATE = { least: 4, most: 10 };
/** Payments for exact percentiles. */
const FAILING = 1_000;

type Subjects = Readonly<Record<LoadRole, LoadSubject>>;
type Round = readonly Costs[];

/** Rejects with a `LoadFailure` when a subject answers wrongly. */
export async function measureLoad(subjects: Subjects, options: LoadOptions): Promise<Measured<LoadEvidence>> {
  const { candidate, reference, again } = subjects;
  const { bands, seed, signal } = options;
  const within = stopwatchOf(subjects, signal);
  const random = chanceOf(seed);

  const pacers = await warmUp([candidate, again, reference]);
  const marks = { candidate: await markHeap(candidate), reference: await markHeap(reference) };
  const early = await measureRounds(pacers, { ...EARLY, random, goOn: () => within(EARLY_UNTIL_MS) });
  const harness = await measureHarness(again);
  again.close();
  const [own = [], same = [], other = []] = transposed(early);
  const noise = medianRatio(ratios(same, other, harness), random);

  const latencies = { candidate: await latenciesOf(candidate), reference: await latenciesOf(reference) };
  const memory = {
    candidate: await measureMemory(candidate, marks.candidate),
    reference: await measureMemory(reference, marks.reference),
  };
  const growth = await measureGrowth({ candidate, reference, mayGoOn: () => within(GROW_UNTIL_MS) });
  if (growth.candidate.length < 4 && !within(GROW_UNTIL_MS))
    return {
      status: 'not-measured',
      fault: 'machine',
      cause: 'the machine is too slow or too busy to measure load on',
    };
  const isDecided = (rounds: readonly Round[]): boolean => {
    const [a = [], b = []] = transposed(rounds);
    return bandOf(bands.cost, widenedBy(medianRatio(ratios(a, b, harness), random), noise)) !== 'undecided';
  };
  const pair = pacers.filter(({ subject }) => subject !== again);
  // What is replayed must have been paid.
  for (const { subject, sizes } of pair) await subject.slice('fresh', sizes.fresh);
  const late = await measureRounds(pair, { ...LATE, random, goOn: (rounds) => within(END_MS) && !isDecided(rounds) });
  const [mine = [], theirs = []] = transposed(late);
  const costUs = { candidate: medianCost(mine, harness), reference: medianCost(theirs, harness) };
  const cost = predictRatio({ ratio: medianRatio(ratios(mine, theirs, harness), random), costUs, growth, random });
  const heap = { candidate: memory.candidate.live, reference: memory.reference.live };
  return {
    status: 'measured',
    throughput: { candidate: Math.round(1e6 / costUs.candidate), reference: Math.round(1e6 / costUs.reference) },
    cost: rounded(cost),
    heapBytesPerPayment: { candidate: Math.round(heap.candidate), reference: Math.round(heap.reference) },
    memory: round2(afterLifetimes(memory.candidate) / afterLifetimes(memory.reference)),
    noise: rounded(noise),
    problem: null,
    details: {
      workloads: WORKLOADS.map((name) => workloadCost(name, { own, other, harness, random })),
      growth: describeGrowth(growth),
      bytesPerExpired: { candidate: Math.round(memory.candidate.left), reference: Math.round(memory.reference.left) },
      latencyMs: { p50: beside(latencies, 0.5), p99: beside(latencies, 0.99) },
      machine: machineOf(subjects, options),
    },
  };
}

/** Tells whether less than `ms` have been used up. */
function stopwatchOf(subjects: Subjects, signal: AbortSignal): (ms: number) => boolean {
  const startedAt = performance.now();
  return (ms) => {
    const waitedUs = sum(Object.values(subjects).map((subject) => subject.times().waitedUs));
    const wallMs = performance.now() - startedAt;
    return !signal.aborted && wallMs < WALL_MS && wallMs - waitedUs / 1000 < ms;
  };
}

interface RoundsOptions {
  readonly least: number;
  readonly most: number;
  readonly random: () => number;
  readonly goOn: (rounds: readonly Round[]) => boolean;
}

async function measureRounds(pacers: readonly Pacer[], options: RoundsOptions): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  while (rounds.length < options.least || (rounds.length < options.most && options.goOn(rounds))) {
    rounds.push(await measureRound(pacers, options.random));
  }
  return rounds;
}

/** The costs of each subject over all rounds. */
function transposed(rounds: readonly Round[]): readonly (readonly Costs[])[] {
  const subjects = rounds[0]?.length ?? 0;
  return Array.from({ length: subjects }, (_, subject) => rounds.flatMap((round) => round[subject] ?? []));
}

function ratios(own: readonly Costs[], other: readonly Costs[], harness: Costs): readonly number[] {
  return own.flatMap((costs, round) => {
    const beside = other[round];
    return beside === undefined ? [] : mixed(costs, harness) / mixed(beside, harness);
  });
}

function medianCost(costs: readonly Costs[], harness: Costs): number {
  return median(costs.map((each) => mixed(each, harness)));
}

interface WorkloadFigures {
  readonly own: readonly Costs[];
  readonly other: readonly Costs[];
  readonly harness: Costs;
  readonly random: () => number;
}

function workloadCost(name: Workload, { own, other, harness, random }: WorkloadFigures): WorkloadCost {
  const net = (costs: Costs): number => Math.max(0.01, costs[name] - harness[name]);
  const values = own.flatMap((costs, round) => {
    const beside = other[round];
    return beside === undefined ? [] : net(costs) / net(beside);
  });
  return {
    name,
    costUs: { candidate: round2(median(own.map(net))), reference: round2(median(other.map(net))) },
    ratio: rounded(medianRatio(values, random)),
  };
}

/** Virtual milliseconds of payments with failures, ascending. */
async function latenciesOf(subject: LoadSubject): Promise<readonly number[]> {
  return (await subject.slice('failing', FAILING)).figures;
}

/** The smallest latency that at least `share` of the payments do not exceed. */
function beside({ candidate, reference }: Record<'candidate' | 'reference', readonly number[]>, share: number): Beside {
  const at = (latencies: readonly number[]): number => latencies[Math.ceil(share * latencies.length) - 1] ?? 0;
  return { candidate: at(candidate), reference: at(reference) };
}

function machineOf(subjects: Subjects, { cpu }: LoadOptions): LoadDetails['machine'] {
  const all = cpus();
  const times = Object.values(subjects).map((subject) => subject.times());
  const [ranUs = 0, waitedUs = 0] = [times.map((each) => each.ranUs), times.map((each) => each.waitedUs)].map(sum);
  return {
    model: all[0]?.model.trim() ?? 'unknown',
    cpus: all.length,
    boundTo: cpu ?? null,
    costsFrom: subjects.candidate.costsFrom,
    waiting: waitedUs === 0 ? 0 : round2(waitedUs / (ranUs + waitedUs)),
  };
}

function chanceOf(seed: number): () => number {
  const chance = makeChance();
  chance.seed(seed);
  return () => chance.random();
}

function rounded({ median: middle, low, high }: Ratio): Ratio {
  return { median: round2(middle), low: round2(low), high: round2(high) };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
