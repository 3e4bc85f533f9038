/** From what a run has measured to the figures of the report. */

import { cpus } from 'node:os';
import { median, sum } from 'simple-statistics';
import { bandOf, widenedBy } from '../../load-band.ts';
import type { LoadBand } from '../../model/challenge.ts';
import type { Beside, LoadEvidence, LoadMachine, Ratio, WorkloadCost } from '../../model/evidence.ts';
import { medianRatio, round2 } from './estimate.ts';
import { describeGrowth, predictRatio, type Rise } from './growth-figures.ts';
import type { LoadSubject } from './load-subject.ts';
import type { Growth } from './measure-growth.ts';
import { afterLifetimes, type Memory } from './measure-memory.ts';
import { mixed, WORKLOADS, type Costs, type Workload } from './measure-rounds.ts';
import { isOwnSpread, meanRatio } from './own-spread.ts';

type Both<Value> = Readonly<Record<'candidate' | 'reference', Value>>;

/** The costs of the candidate, of the reference and, with few keys, of the reference once more. */
export type Round = readonly Costs[];

export interface LoadRun {
  /** Rounds with few and with many keys. */
  readonly few: readonly Round[];
  readonly many: readonly Round[];
  readonly harness: Costs;
  readonly noise: Ratio;
  readonly memory: Both<Memory>;
  readonly growth: Growth;
  readonly cost: Ratio;
  /** Virtual milliseconds, ascending. */
  readonly latencies: Both<readonly number[]>;
  readonly subjects: readonly LoadSubject[];
  /** The CPU that all subjects were bound to. */
  readonly boundTo: number | undefined;
}

const CANDIDATE = 0;
const REFERENCE = 1;

export function evidenceOf(run: LoadRun, random: () => number): LoadEvidence {
  const { few, many, harness, noise, memory, growth, cost, latencies } = run;
  const costUs = costsIn(many, harness);
  const { candidate, reference } = memory;
  return {
    status: 'measured',
    throughput: { candidate: Math.round(1e6 / costUs.candidate), reference: Math.round(1e6 / costUs.reference) },
    cost: rounded(cost),
    heapBytesPerPayment: { candidate: Math.round(candidate.live), reference: Math.round(reference.live) },
    memory: round2(afterLifetimes(candidate) / afterLifetimes(reference)),
    noise: rounded(noise),
    problem: null,
    details: {
      workloads: WORKLOADS.map((name) => workloadCost(name, few, { harness, random })),
      growth: describeGrowth(growth),
      bytesPerExpired: { candidate: Math.round(candidate.left), reference: Math.round(reference.left) },
      latencyMs: { p50: percentiles(latencies, 0.5), p99: percentiles(latencies, 0.99) },
      machine: machineOf(run),
    },
  };
}

interface Basis {
  readonly harness: Costs;
  readonly random: () => number;
}

/** What a ratio is scored by. */
interface Scoring extends Basis {
  readonly noise: Ratio;
  readonly band: LoadBand;
}

/** The ratio of two subjects' costs, which stand at these places in every round. */
export function ratioOf(
  rounds: readonly Round[],
  { of, to }: { readonly of: number; readonly to: number },
  { harness, random }: Basis,
): Ratio {
  return medianRatio(ratiosOf(rounds, { of, to }, harness), random);
}

/** The candidate's cost of a payment beside the reference's, with many keys, from rounds that followed the growth. */
export function costRatio(rounds: readonly Round[], rise: Rise, { harness, random }: Basis): Ratio {
  const ratios = ratiosOf(rounds, { of: CANDIDATE, to: REFERENCE }, harness);
  return predictRatio({ ratios, costUs: costsIn(rounds, harness), rise, random });
}

/** The ratio that is scored: where it is undecided by the candidate's own doing, that of mean costs. */
export function scoredRatio(rounds: readonly Round[], rise: Rise, scoring: Scoring): Ratio {
  const { harness, random, noise, band } = scoring;
  const ratio = costRatio(rounds, rise, { harness, random });
  const costs = rounds.map((round) => both((who) => costOf(round, who, harness)[0] ?? 0));
  if (bandOf(band, widenedBy(ratio, noise)) !== 'undecided' || !isOwnSpread(costs, noise, random)) return ratio;
  return meanRatio(costs, rise, random);
}

function ratiosOf(
  rounds: readonly Round[],
  { of, to }: { readonly of: number; readonly to: number },
  harness: Costs,
): readonly number[] {
  return rounds.flatMap((round) => {
    const [own] = costOf(round, of, harness);
    const [other] = costOf(round, to, harness);
    return own === undefined || other === undefined ? [] : own / other;
  });
}

function costsIn(rounds: readonly Round[], harness: Costs): Beside {
  return both((who) => median(rounds.flatMap((round) => costOf(round, who, harness))));
}

/** A subject's cost of a payment in a round; none where it had left. */
function costOf(round: Round, place: number, harness: Costs): readonly number[] {
  const costs = round[place];
  return costs === undefined ? [] : [mixed(costs, harness)];
}

function workloadCost(name: Workload, rounds: readonly Round[], { harness, random }: Basis): WorkloadCost {
  const net = (place: number): readonly number[] =>
    rounds.flatMap((round) => round[place] ?? []).map((costs) => Math.max(0.01, costs[name] - harness[name]));
  const other = net(REFERENCE);
  const ratios = net(CANDIDATE).map((cost, round) => cost / (other[round] ?? cost));
  return { name, costUs: both((who) => round2(median([...net(who)]))), ratio: rounded(medianRatio(ratios, random)) };
}

/** The smallest latency that at least `share` of the payments do not exceed. */
function percentiles(latencies: Both<readonly number[]>, share: number): Beside {
  const at = (all: readonly number[]): number => all[Math.ceil(share * all.length) - 1] ?? 0;
  return { candidate: at(latencies.candidate), reference: at(latencies.reference) };
}

function machineOf({ subjects, boundTo }: LoadRun): LoadMachine {
  const all = cpus();
  const times = subjects.map((subject) => subject.times());
  const ranUs = sum(times.map((each) => each.ranUs));
  const waitedUs = sum(times.map((each) => each.waitedUs));
  return {
    model: all[0]?.model.trim() ?? 'unknown',
    cpus: all.length,
    boundTo: boundTo ?? null,
    costsFrom: subjects.every(({ costsFrom }) => costsFrom === 'system') ? 'system' : 'runtime',
    waiting: waitedUs === 0 ? 0 : round2(waitedUs / (ranUs + waitedUs)),
  };
}

function both(figure: (place: number) => number): Beside {
  return { candidate: figure(CANDIDATE), reference: figure(REFERENCE) };
}

function rounded({ median: middle, low, high }: Ratio): Ratio {
  return { median: round2(middle), low: round2(low), high: round2(high) };
}
