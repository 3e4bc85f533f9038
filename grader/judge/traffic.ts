/** Traffic in bulk: many claims in few requests, each one finished before the next begins. */

import { bulkClaim } from '../wire/bulk-claim.ts';
import { ending } from './expect-answer.ts';
import { SubjectFailure } from './failures.ts';
import type { StoreUnderTest } from './open-store.ts';
import { claimKey } from './prepare-record.ts';
import { values, world } from './suite.ts';

export interface TrafficOptions {
  readonly store: StoreUnderTest;
  /** How many fresh keys are claimed. */
  readonly claims: number;
  /** How far virtual time moves on before each claim. */
  readonly everyMs: number;
}

export interface Traffic {
  /** The claimed keys, in order. */
  readonly keys: readonly string[];
  /** CPU time of the subject for all of it, in milliseconds. */
  readonly cpuMs: number;
  /** How many different tokens the claims got, each thousand counted for itself. */
  readonly tokens: number;
}

/** What one request of traffic may cost: a slow store is not a hanging one. */
const BUDGET = { cpuMs: 5_000, wallMs: 30_000 };

const CLAIMS_PER_REQUEST = 1_000;
/** As many whether few keys take turns or many, because every request costs something. */
const TURNS_PER_REQUEST = 64;

/** Claims fresh keys, evenly spread over time; rejects when one of them is not inserted. */
export async function claimSteadily(options: TrafficOptions): Promise<Traffic> {
  const prefix = values().key();
  let cpuMs = 0;
  let tokens = 0;
  for (let from = 0; from < options.claims; from += CLAIMS_PER_REQUEST) {
    const claims = Math.min(CLAIMS_PER_REQUEST, options.claims - from);
    const bulk = await claimInBulk({ ...options, prefix, from, claims });
    if (bulk.inserted !== claims)
      throw new SubjectFailure(`of ${claims} claims of fresh keys only ${bulk.inserted} were inserted`);
    cpuMs += bulk.cpuMs;
    tokens += bulk.tokens;
  }
  return { keys: Array.from({ length: options.claims }, (_, index) => bulkClaim(prefix, index).key), cpuMs, tokens };
}

/**
 * Claims fresh keys, lets all of them fail and claims them again, in one instant. The CPU time of the second claims in
 * milliseconds; `undefined` where not all of them are inserted.
 */
export async function claimAfterFailures(store: StoreUnderTest, claims: number): Promise<number | undefined> {
  const prefix = values().key();
  const first = Array.from({ length: claims }, (_, index) => {
    const { key, claim } = bulkClaim(prefix, index);
    return { key, inserted: claimKey(store, key, claim) };
  });
  const settlings = [];
  for (const { key, inserted } of first) {
    settlings.push(store.updateStatus(key, (await inserted).token, { status: 'failed' }));
  }
  for (const settling of settlings) await ending(settling);
  const bulk = await claimInBulk({ store, prefix, from: 0, claims, everyMs: 0 });
  return bulk.inserted === claims ? bulk.cpuMs : undefined;
}

/** A number of keys that are claimed over and over, in turns. */
export interface KeysInTurns {
  readonly store: StoreUnderTest;
  readonly prefix: string;
  readonly keys: number;
  /** How far virtual time moves on before each claim. */
  readonly everyMs: number;
  /** Number of the key whose turn it is. */
  turn: number;
}

/** Makes a number of claims, each of the key whose turn it is. Their CPU time in milliseconds; `undefined` where not all are inserted. */
export async function claimInTurns(ring: KeysInTurns, claims: number): Promise<number | undefined> {
  let cpuMs = 0;
  for (let left = claims; left > 0;) {
    const some = Math.min(left, TURNS_PER_REQUEST, ring.keys - ring.turn);
    const bulk = await claimInBulk({ ...ring, from: ring.turn, claims: some });
    if (bulk.inserted !== some) return undefined;
    cpuMs += bulk.cpuMs;
    left -= some;
    ring.turn = (ring.turn + some) % ring.keys;
  }
  return cpuMs;
}

interface BulkOptions extends TrafficOptions {
  readonly prefix: string;
  /** Number of the first key. */
  readonly from: number;
}

interface Bulk {
  readonly inserted: number;
  readonly cpuMs: number;
  readonly tokens: number;
}

async function claimInBulk({ store, prefix, from, claims, everyMs }: BulkOptions): Promise<Bulk> {
  const here = world();
  here.allow(BUDGET);
  const answer = await here.ask({ do: 'claims', target: store.handle, prefix, from, claims, everyMs });
  const [inserted = 0, cpuMicros = 0, tokens = 0] = Array.isArray(answer) ? answer.map(Number) : [];
  here.setClock(here.clock.now() + claims * everyMs);
  return { inserted, cpuMs: cpuMicros / 1000, tokens };
}
