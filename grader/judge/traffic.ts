/** Traffic in bulk: many claims in few requests, each one finished before the next begins. */

import { SubjectFailure } from './failures.ts';
import type { StoreUnderTest } from './open-store.ts';
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

/** Claims fresh keys, evenly spread over time; rejects when one of them is not inserted. */
export async function claimSteadily(options: TrafficOptions): Promise<Traffic> {
  const here = world();
  const prefix = values().key();
  const { everyMs } = options;
  let cpuMs = 0;
  let tokens = 0;
  for (let from = 0; from < options.claims; from += CLAIMS_PER_REQUEST) {
    const claims = Math.min(CLAIMS_PER_REQUEST, options.claims - from);
    here.allow(BUDGET);
    const answer = await here.ask({ do: 'claims', target: options.store.handle, prefix, from, claims, everyMs });
    const [inserted, cpuMicros, different] = Array.isArray(answer) ? answer.map(Number) : [];
    if (inserted !== claims)
      throw new SubjectFailure(`of ${claims} claims of fresh keys only ${inserted} were inserted`);
    cpuMs += (cpuMicros ?? 0) / 1000;
    tokens += different ?? 0;
    here.setClock(here.clock.now() + claims * everyMs);
  }
  return { keys: Array.from({ length: options.claims }, (_, index) => `${prefix}-${index}`), cpuMs, tokens };
}
