/** The load check: cost and live memory per payment, beside the reference's, in short interleaved slices of one run. */

import { median } from 'simple-statistics';
import type { LoadEvidence, Measured, Ratio } from '../../model/evidence.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { openLoadSubject, type LoadSubject, type SliceCost } from './load-subject.ts';

export interface LoadOptions {
  readonly hostPath: string;
  readonly bundles: { readonly candidate: string; readonly reference: string };
  /** The CPU that all subjects are bound to; `undefined` leaves it to the system. */
  readonly cpu: number | undefined;
  readonly confinement: Confinement;
  readonly signal: AbortSignal;
}

const PAYMENTS_PER_SLICE = 300;
const WARM_UP_SLICES = 4;
const ROUNDS = 24;

/** Runs candidate, reference and the reference once more against each other. */
export async function checkLoad(options: LoadOptions): Promise<Measured<LoadEvidence>> {
  const { hostPath, cpu, confinement } = options;
  const open = (bundlePath: string): Promise<LoadSubject> =>
    openLoadSubject({ hostPath, bundlePath, cpu, confinement });
  const subjects = await Promise.all([
    open(options.bundles.candidate),
    open(options.bundles.reference),
    open(options.bundles.reference),
  ]);
  const stop = (): void => subjects.forEach((subject) => subject.close());
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const rounds = await measureRounds(subjects, options.signal);
    return await evidenceOf(subjects, rounds);
  } finally {
    options.signal.removeEventListener('abort', stop);
    stop();
  }
}

type Round = readonly [candidate: SliceCost, reference: SliceCost, again: SliceCost];
type Subjects = readonly [candidate: LoadSubject, reference: LoadSubject, again: LoadSubject];

async function measureRounds(subjects: Subjects, signal: AbortSignal): Promise<Round[]> {
  for (const subject of subjects) {
    for (let slice = 0; slice < WARM_UP_SLICES; slice += 1) await subject.slice(PAYMENTS_PER_SLICE);
    await subject.markHeap();
  }
  const rounds: Round[] = [];
  const [candidate] = subjects;
  for (let round = 0; round < ROUNDS && candidate.problem() === null; round += 1) {
    signal.throwIfAborted();
    rounds.push(await measureRound(subjects, round));
  }
  return rounds;
}

/** Nobody always goes first: the order turns from round to round. */
async function measureRound(subjects: Subjects, round: number): Promise<Round> {
  const costs = new Map<LoadSubject, SliceCost>();
  for (let turn = 0; turn < subjects.length; turn += 1) {
    const subject = subjects[(round + turn) % subjects.length];
    if (subject !== undefined) costs.set(subject, await subject.slice(PAYMENTS_PER_SLICE));
  }
  const [candidate, reference, again] = subjects.map((subject) => costs.get(subject));
  if (candidate === undefined || reference === undefined || again === undefined)
    throw new Error('a subject was left out');
  return [candidate, reference, again];
}

async function evidenceOf(subjects: Subjects, rounds: readonly Round[]): Promise<Measured<LoadEvidence>> {
  const [candidate, reference, again] = subjects;
  for (const subject of [reference, again]) {
    const problem = subject.problem();
    if (problem !== null)
      return { status: 'not-measured', fault: 'kit', cause: `the reference under load: ${problem}` };
  }
  const heap = { candidate: await candidate.heapPerPayment(), reference: await reference.heapPerPayment() };
  const perSecond = (costs: readonly SliceCost[]): number =>
    costs.length === 0 ? 0 : Math.round((PAYMENTS_PER_SLICE * 1000) / median(costs.map((cost) => cost.wallMs)));
  return {
    status: 'measured',
    throughput: {
      candidate: perSecond(rounds.map(([own]) => own)),
      reference: perSecond(rounds.map(([, other]) => other)),
    },
    cost: ratioOf(rounds.map(([own, other]) => own.costMs / other.costMs)),
    heapBytesPerPayment: heap,
    memory: heap.reference > 0 ? round2(heap.candidate / heap.reference) : 0,
    noise: ratioOf(rounds.map(([, other, same]) => same.costMs / other.costMs)),
    problem: candidate.problem(),
  };
}

function ratioOf(ratios: readonly number[]): Ratio {
  if (ratios.length === 0) return { median: 0, low: 0, high: 0 };
  return { median: round2(median([...ratios])), low: round2(Math.min(...ratios)), high: round2(Math.max(...ratios)) };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
