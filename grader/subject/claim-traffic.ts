/** Claims in bulk, without a message for each. */

import { bulkClaim } from '../wire/bulk-claim.ts';
import { callMethod } from './injected.ts';
import { waitWhileBusy, type Background } from './realm.ts';

export interface ClaimTraffic {
  readonly store: unknown;
  readonly background: Background;
  readonly prefix: string;
  /** Number of the first key. */
  readonly from: number;
  readonly claims: number;
  /** Lets the next claim's time come. */
  readonly tick: () => void;
}

export interface ClaimedTraffic {
  /** How many claims were inserted. */
  readonly inserted: number;
  /** How many different tokens they got. */
  readonly tokens: number;
}

/** Claims fresh keys one after the other. */
export async function claimTraffic(traffic: ClaimTraffic): Promise<ClaimedTraffic> {
  let inserted = 0;
  const tokens = new Set<unknown>();
  for (let index = traffic.from; index < traffic.from + traffic.claims; index += 1) {
    traffic.tick();
    const { key, claim } = bulkClaim(traffic.prefix, index);
    const { outcome, token } = await resultOf(traffic, key, claim);
    if (outcome !== 'inserted') continue;
    inserted += 1;
    tokens.add(token);
  }
  return { inserted, tokens: tokens.size };
}

interface Told {
  readonly outcome: unknown;
  readonly token: unknown;
}

const NOTHING: Told = { outcome: undefined, token: undefined };

async function resultOf({ store, background }: ClaimTraffic, key: string, claim: object): Promise<Told> {
  let told = NOTHING;
  let settled = false;
  const note = (result: unknown): void => {
    settled = true;
    if (typeof result !== 'object' || result === null) return;
    told = { outcome: Reflect.get(result, 'outcome'), token: Reflect.get(result, 'token') };
  };
  const claimed = started(store, key, claim).then(note, () => note(undefined));
  await waitWhileBusy(background, claimed, () => settled);
  return told;
}

/** A claim as a promise, also one that throws at the call. */
function started(store: unknown, key: string, claim: object): Promise<unknown> {
  try {
    return Promise.resolve(callMethod(store, 'insertPending', [key, claim]));
  } catch (error) {
    return Promise.reject(error);
  }
}
