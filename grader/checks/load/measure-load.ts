/** A run of the load check, from its warming up to the last round. */

import { bandOf, widenedBy } from '../../load-band.ts';
import type { LoadEvidence } from '../../model/evidence.ts';
import { seededRandom } from '../../subject/randomness.ts';
import type { LoadOptions } from './check-load.ts';
import { riseAfter } from './growth-figures.ts';
import { costRatio, evidenceOf, ratioOf } from './load-figures.ts';
import { stopwatchOf } from './load-stopwatch.ts';
import type { LoadRole, LoadSubject } from './load-subject.ts';
import { measureGrowth } from './measure-growth.ts';
import { markHeap, measureMemory } from './measure-memory.ts';
import { measureHarness, measureRounds, paced, warmUp, type Costs } from './measure-rounds.ts';

/** Milliseconds after which nothing more is begun that can be left out. */
const EARLY_UNTIL_MS = 1_200;
const GROW_UNTIL_MS = 2_000;
const END_MS = 2_800;

/** Numbers of rounds with few keys, which also show the noise, and with many. */
const EARLY = { least: 6, most: 10 };
const LATE = { least: 4, most: 10 };

/** Rejects with a `LoadFailure` when a subject answers wrongly, and with `MachineTooBusy` where there is no getting through. */
export async function measureLoad(
  subjects: Readonly<Record<LoadRole, LoadSubject>>,
  { bands, cpu, seed, signal }: LoadOptions,
): Promise<LoadEvidence> {
  const { candidate, reference, again } = subjects;
  const all = Object.values(subjects);
  const { within, check } = stopwatchOf(all, signal);
  const random = seededRandom(seed);

  const warm = {
    candidate: await warmUp(candidate),
    again: await warmUp(again),
    reference: await warmUp(reference),
  };
  const [own, other, same] = [
    paced(warm.candidate, warm.reference),
    paced(warm.reference, warm.reference),
    paced(warm.again, warm.reference),
  ];
  check();
  const marks = { candidate: await markHeap(candidate), reference: await markHeap(reference) };
  // After a collection the engine works differently: what is compared must have had one.
  await again.heapBytes();
  const few = await measureRounds([own, other, same], { ...EARLY, random, goOn: () => within(EARLY_UNTIL_MS) });
  check();
  const harness = await measureHarness(again);
  again.close();
  const noise = ratioOf(few, { of: 2, to: 1 }, { harness, random });

  const memory = {
    candidate: await measureMemory(candidate, marks.candidate),
    reference: await measureMemory(reference, marks.reference),
  };
  check();
  const growth = await measureGrowth({ candidate, reference, mayGoOn: () => within(GROW_UNTIL_MS) });
  check();
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
  const latencies = { candidate: warm.candidate.latencies, reference: warm.reference.latencies };
  return evidenceOf({ few, many, harness, noise, memory, growth, rise, latencies, subjects: all, cpu }, random);
}
