import { describe, expect } from 'vitest';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { claimAfterFailures, claimInTurns, claimSteadily, type KeysInTurns } from '../../../grader/judge/traffic.ts';

const FEW = 64;
const MANY = 8192;

/**
 * Correct stores come out between 0.8 and 2.3, ones that look at every record above 8. What a claim costs beside
 * the store's own work is part of both sides, so the ratio of a correct store is near 1 on any machine.
 */
const MAX_RATIO = 4;

/** Noise can only be to a correct store's disadvantage, so one quiet series is enough. */
const SERIES = 3;
const ROUNDS = 5;
const CLAIMS = 500;
/** The same of claims after a failure, each of which takes two calls to prepare. In the first rounds few records may cost four times what they do later. */
const AGAIN_ROUNDS = 12;
const FIRST_ROUNDS = 3;
const AGAIN = 100;

interface Steady {
  readonly store: StoreUnderTest;
  readonly everyMs: number;
}

/**
 * A store that holds `live` records whenever it is under traffic. The clock is the same for all stores, so the traffic of
 * one should pass in a moment of the other's time: `everyMs` tells them apart, not only the number of records.
 */
async function underTraffic(live: number, everyMs: number): Promise<Steady> {
  const { store } = await openStore({ ttlMs: live * everyMs });
  await claimSteadily({ store, claims: live * 1.25, everyMs });
  return { store, everyMs };
}

/** A store that has got `claims` claims in one instant, and gets all others then too. */
async function inOneInstant(claims: number): Promise<Steady> {
  const { store } = await openStore({ ttlMs: 1e9 });
  await claimSteadily({ store, claims, everyMs: 0 });
  return { store, everyMs: 0 };
}

/** A store in which every claim is of a record that has expired half a claim before, the only one that has. */
async function inTurns(keys: number, everyMs: number): Promise<KeysInTurns> {
  const { store } = await openStore({ ttlMs: (keys - 0.5) * everyMs });
  const ring = { store, prefix: values().key(), keys, everyMs, turn: 0 };
  if ((await claimInTurns(ring, keys)) === undefined) expect.fail('a claim of a fresh key was not inserted');
  return ring;
}

/** The CPU time in milliseconds of as many claims among many records and among few, by the quickest of several rounds. */
interface Quickest {
  few: number;
  many: number;
}

/** Where time passes in steps so large that few records cost nothing, nothing can be said. */
function isLevel({ few, many }: Quickest): boolean {
  return few === 0 || many < MAX_RATIO * few;
}

async function quickestOf(many: Steady, few: () => Promise<Steady>): Promise<Quickest> {
  const quickest = { few: Infinity, many: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    quickest.few = Math.min(quickest.few, (await claimSteadily({ ...(await few()), claims: CLAIMS })).cpuMs);
    quickest.many = Math.min(quickest.many, (await claimSteadily({ ...many, claims: CLAIMS })).cpuMs);
  }
  return quickest;
}

/** Stores are filled once: those that look at every record take their time for it. */
async function expectLevel(many: Steady, few: () => Promise<Steady>): Promise<void> {
  for (let tried = 0; tried < SERIES; tried += 1) if (isLevel(await quickestOf(many, few))) return;
  // The ratio is another one each time, and evidence is the same each time.
  expect.fail(`a claim among ${MANY} records takes at least ${MAX_RATIO} times the CPU time of one among ${FEW}`);
}

describe('the cost of a claim', () => {
  rule('S8', `hardly depends on the number of live records: ${FEW} or ${MANY}`, async () => {
    const few = await underTraffic(FEW, 1 / FEW);
    await expectLevel(await underTraffic(MANY, 1), async () => few);
  });

  rule('S8', `hardly depends on the number of records of one instant: ${FEW} or ${MANY}`, async () =>
    expectLevel(await inOneInstant(MANY), () => inOneInstant(FEW)),
  );

  rule('S8', `of a failed record hardly depends on the number of others: ${FEW} or ${MANY}`, async () => {
    const [few, many] = [await inOneInstant(FEW), await inOneInstant(MANY)];
    const quickest = { few: Infinity, many: Infinity };
    for (let round = 0; round < AGAIN_ROUNDS; round += 1) {
      const fewMs = await claimAfterFailures(few.store, AGAIN);
      const manyMs = await claimAfterFailures(many.store, AGAIN);
      // Whether a failed record is claimed again is another rule's business.
      if (fewMs === undefined || manyMs === undefined) return;
      quickest.few = Math.min(quickest.few, fewMs);
      quickest.many = Math.min(quickest.many, manyMs);
      if (round >= FIRST_ROUNDS - 1 && isLevel(quickest)) return;
    }
    expect.fail(
      `a claim of a failed record costs at least ${MAX_RATIO} times as much among ${MANY} others as among ${FEW}`,
    );
  });

  rule('S8', `of an expired record hardly depends on the number of others: ${FEW} or ${MANY}`, async () => {
    // Far less than a step of the many goes by with all claims of the few.
    const [few, many] = [await inTurns(FEW, 1 / FEW), await inTurns(MANY, 1024)];
    const quickest = { few: Infinity, many: Infinity };
    for (let round = 0; round < AGAIN_ROUNDS; round += 1) {
      const fewMs = await claimInTurns(few, CLAIMS);
      const manyMs = await claimInTurns(many, CLAIMS);
      // Whether an expired record is claimed again is another rule's business.
      if (fewMs === undefined || manyMs === undefined) return;
      quickest.few = Math.min(quickest.few, fewMs);
      quickest.many = Math.min(quickest.many, manyMs);
      if (round >= ROUNDS - 1 && isLevel(quickest)) return;
    }
    expect.fail(
      `a claim of an expired record costs at least ${MAX_RATIO} times as much among ${MANY} others as among ${FEW}`,
    );
  });
});
