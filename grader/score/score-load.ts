import { bandOf, widenedBy, type Band } from '../load-band.ts';
import type { ChallengeManifest, LoadBands } from '../model/challenge.ts';
import type { LoadEvidence, Measured, Ratio } from '../model/evidence.ts';
import type { LoadResult, Verdict } from '../model/report.ts';
import { printable } from '../printable.ts';

type Outcome = Pick<LoadResult, 'verdict' | 'points' | 'message'>;

/**
 * Scores the load rule by the challenge's bands. `met` means full marks; a part of them is `not-met` with points. A wrong
 * reply under load earns nothing on any machine; everything else needs a machine that is quiet enough.
 */
export function scoreLoad(challenge: ChallengeManifest, load: Measured<LoadEvidence>): LoadResult {
  const rule = challenge.rules.find(({ check }) => check === 'load');
  if (rule === undefined) throw new Error(`challenge ${challenge.id} has no load rule`);
  const evidence = load.status === 'measured' && isFinite(load) ? load : null;
  const outcome = judge(challenge.load, load);
  return {
    id: rule.id,
    part: rule.part,
    title: rule.title,
    ...outcome,
    outOf: rule.points,
    message: printable(outcome.message, 500),
    evidence,
  };
}

function judge(bands: LoadBands, load: Measured<LoadEvidence>): Outcome {
  if (load.status !== 'measured') return unmeasured(load.cause);
  if (load.problem !== null) return { verdict: 'not-met', points: 0, message: load.problem };
  if (!isFinite(load)) return unmeasured('the load figures are not numbers');
  const { noise } = load;
  if (noise.low < bands.noise.atLeast || noise.high > bands.noise.atMost) {
    return unmeasured(`the machine is too noisy: the reference took ${interval(noise)} its own cost`);
  }
  const cost = bandOf(bands.cost, widenedBy(load.cost, noise));
  const memory = bandOf(bands.memory, heapInterval(load.memory));
  if (cost === 'undecided')
    return unmeasured(`too near the end of a band: the cost is ${interval(load.cost)} the reference's`);
  if (memory === 'undecided')
    return unmeasured(`too near the end of a band: the memory is ${times(load.memory)} the reference's`);
  const points = bandPoints(bands.cost.points, cost) + bandPoints(bands.memory.points, memory);
  const verdict: Verdict = cost === 'full' && memory === 'full' ? 'met' : 'not-met';
  return {
    verdict,
    points,
    message: `${times(load.cost.median)} the reference's cost per payment and ${times(load.memory)} its memory`,
  };
}

/** Live heaps after forced collections differ by no more than this from run to run. */
const HEAP_SPREAD = 0.03;

function heapInterval(ratio: number): Pick<Ratio, 'low' | 'high'> {
  return { low: ratio * (1 - HEAP_SPREAD), high: ratio * (1 + HEAP_SPREAD) };
}

function bandPoints(points: number, band: Exclude<Band, 'undecided'>): number {
  switch (band) {
    case 'full':
      return points;
    case 'part':
      return Math.floor(points / 2);
    case 'none':
      return 0;
    default:
      return band satisfies never;
  }
}

function interval({ low, high }: Ratio): string {
  return `${low.toFixed(2)} to ${times(high)}`;
}

function unmeasured(message: string): Outcome {
  return { verdict: 'not-measured', points: 0, message };
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} times`;
}

/** JSON has no other numbers. */
function isFinite({ throughput, cost, heapBytesPerPayment, memory, noise }: LoadEvidence): boolean {
  return [throughput, cost, heapBytesPerPayment, { memory }, noise].every((group) =>
    Object.values(group).every(Number.isFinite),
  );
}
