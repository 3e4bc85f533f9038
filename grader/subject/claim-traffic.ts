/** Claims in bulk, without a message for each. */

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

/** Claims fresh keys one after the other; how many were inserted. */
export async function claimTraffic(traffic: ClaimTraffic): Promise<number> {
  let inserted = 0;
  for (let index = traffic.from; index < traffic.from + traffic.claims; index += 1) {
    traffic.tick();
    const claim = { fingerprint: `fingerprint of ${index}`, paymentId: `payment ${index}` };
    if ((await outcomeOf(traffic, `${traffic.prefix}-${index}`, claim)) === 'inserted') inserted += 1;
  }
  return inserted;
}

async function outcomeOf({ store, background }: ClaimTraffic, key: string, claim: object): Promise<unknown> {
  let outcome: unknown;
  let settled = false;
  const note = (result: unknown): void => {
    settled = true;
    outcome = typeof result === 'object' && result !== null ? Reflect.get(result, 'outcome') : undefined;
  };
  const claimed = started(store, key, claim).then(note, () => note(undefined));
  await waitWhileBusy(background, claimed, () => settled);
  return outcome;
}

/** A claim as a promise, also one that throws at the call. */
function started(store: unknown, key: string, claim: object): Promise<unknown> {
  try {
    return Promise.resolve(callMethod(store, 'insertPending', [key, claim]));
  } catch (error) {
    return Promise.reject(error);
  }
}
