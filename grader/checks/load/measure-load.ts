/** A run of the load check, from its warming up to the last round. */

import { bandOf, widenedBy } from '../../load-band.ts';
import type { LoadEvidence } from '../../model/evidence.ts';
import { seededRandom } from '../../subject/randomness.ts';
import type { LoadOptions } from './check-load.ts';
import { riseAfter } from './growth-figures.ts';
import { costRatio, evidenceOf, ratioOf, scoredRatio } from './load-figures.ts';
import { stopwatchOf } from './load-stopwatch.ts';
import type { LoadRole, LoadSubject } from './load-subject.ts';
import { measureGrowth } from './measure-growth.ts';
import { markHeap, markRoughly, measureRemains, memoryOf } from './measure-memory.ts';
import { measureHarness, measureRounds, paced, warmUp, type Costs } from './measure-rounds.ts';

/** Milliseconds after which nothing more is begun that can be left out. */
const GROW_UNTIL_MS = 2_000;
const END_MS = 2_800;

/** Slices that are paid in between, so that live memory is that of thousands of payments. */
const MORE_SLICES = 40;

/** Numbers of rounds with few keys, which also show the noise, and with many. */
const EARLY = { least: 6 };
const LATE = { least: 4, most: 10 };

/** Rejects with a `LoadFailure` when a subject answers wrongly, and with `MachineTooBusy` where there is no getting through. */
export async function measureLoad(
  subjects: Readonly<Record<LoadRole, LoadSubject>>,
  { bands, cpus, seed, signal }: LoadOptions,
): Promise<LoadEvidence> {
  const { candidate, reference, again } = subjects;
  const all = Object.values(subjects);
  const { within, check } = stopwatchOf(all, signal);
  const random = seededRandom(seed);
  const one = cpus?.one.toString();

  const [warm, warmReference, warmAgain] = await Promise.all([warmUp(candidate), warmUp(reference), warmUp(again)]);
  const [own, other, same] = [
    paced(warm, warmReference),
    paced(warmReference, warmReference),
    paced(warmAgain, warmReference),
  ];
  check();
  // Before a collection the engine works differently, and while it marks the heap in steps: what is compared has just had one.
  const [mark, markOfReference] = await Promise.all([markHeap(candidate), markHeap(reference), again.heapBytes()]);

  const boundFirst = await bindAll(all, one);
  const few = await measureRounds([own, other, same], { ...EARLY, random });
  check();
  const harness = await measureHarness(again);
  again.close();
  const noise = ratioOf(few, { of: 2, to: 1 }, { harness, random });

  await bindAll([candidate, reference], cpus?.all);
  await Promise.all([own, other].map(({ subject, sizes }) => subject.slice('fresh', MORE_SLICES * sizes.fresh)));
  const [remains, remainsOfReference] = await Promise.all([
    measureRemains(candidate, mark),
    measureRemains(reference, markOfReference),
  ]);
  check();

  const boundAgain = await bindAll([candidate, reference], one);
  const growth = await measureGrowth({
    candidate,
    reference,
    bytesPerKey: remains.live,
    mayGoOn: () => within(GROW_UNTIL_MS),
  });
  check();
  const [grown, grownOfReference] = await Promise.all([markRoughly(candidate), markRoughly(reference)]);
  const rise = riseAfter(growth, random);
  const isDecided = (rounds: readonly (readonly Costs[])[]): boolean =>
    bandOf(bands.cost, widenedBy(costRatio(rounds, rise, { harness, random }), noise)) !== 'undecided';
  // What is replayed must have been paid.
  for (const { subject, sizes } of [own, other]) await subject.slice('fresh', sizes.fresh);
  const many = await measureRounds([own, other], {
    ...LATE,
    random,
    goOn: (rounds) => within(END_MS) && !isDecided(rounds),
  });
  return evidenceOf(
    {
      few,
      many,
      harness,
      noise,
      memory: {
        candidate: memoryOf(remains, grown),
        reference: memoryOf(remainsOfReference, grownOfReference),
      },
      growth,
      cost: scoredRatio(many, rise, { harness, random, noise, band: bands.cost }),
      latencies: { candidate: warm.latencies, reference: warmReference.latencies },
      subjects: all,
      boundTo: boundFirst && boundAgain ? cpus?.one : undefined,
    },
    random,
  );
}

/** Keeps subjects on these CPUs, listed as in `Cpus`; whether that could be done with all of them. */
async function bindAll(subjects: readonly LoadSubject[], list: string | undefined): Promise<boolean> {
  if (list === undefined) return false;
  const bound = await Promise.all(subjects.map((subject) => subject.bindTo(list)));
  return bound.every(Boolean);
}
