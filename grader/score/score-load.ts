import type { ChallengeManifest, LoadBand, LoadBands } from '../model/challenge.ts';
import type { LoadEvidence, Measured } from '../model/evidence.ts';
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
  const noise = load.noise.median;
  if (noise < bands.noise.atLeast || noise > bands.noise.atMost) {
    return unmeasured(`the machine is too noisy: the reference took ${times(noise)} its own cost`);
  }
  const points = bandPoints(bands.cost, load.cost.median) + bandPoints(bands.memory, load.memory);
  const verdict: Verdict = points === bands.cost.points + bands.memory.points ? 'met' : 'not-met';
  return {
    verdict,
    points,
    message: `${times(load.cost.median)} the reference's cost per payment and ${times(load.memory)} its memory`,
  };
}

function bandPoints(band: LoadBand, ratio: number): number {
  if (ratio <= band.fullAtMost) return band.points;
  return ratio >= band.zeroFrom ? 0 : Math.floor(band.points / 2);
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
