/** Small scripts of overlapping operations on one key, checked against every order that could explain their answers. */

import { expect } from 'vitest';
import type { Claim, PaymentOutcome } from './contract.ts';
import { codeOf, ending } from './expect-answer.ts';
import { linearize } from './linearize.ts';
import { caseClock, type StoreUnderTest } from './open-store.ts';
import { values } from './suite.ts';
import type { KeyState, Operation, Seen, Step } from './sequential-store.ts';

/** What a planned operation becomes when its turn comes; a settling one takes the token of the latest or the first claim. */
export type Plan =
  | { readonly do: 'claim' }
  | { readonly do: 'get' }
  | { readonly do: 'settle'; readonly as: PaymentOutcome['status']; readonly with: 'latest' | 'first' | 'unknown' };

/** Operations that overlap, after some time has passed. */
export interface Batch {
  readonly afterMs?: number;
  readonly plans: readonly Plan[];
}

/** `count` operations drawn from `plans`. */
export function drawn(plans: readonly Plan[], count: number): readonly Plan[] {
  return Array.from({ length: count }, () => plans[Math.floor(values().random() * plans.length)] ?? { do: 'get' });
}

/** Runs the batches one after the other, on a fresh key and with one fingerprint; fails when no order explains a batch. */
export async function runHistory(store: StoreUnderTest, ttlMs: number, batches: readonly Batch[]): Promise<void> {
  const key = values().key();
  const fingerprint = values().fingerprint();
  const clock = caseClock();
  let states: readonly KeyState[] = [{}];
  let tokens: readonly string[] = [];
  for (const { afterMs = 0, plans } of batches) {
    await clock.advance(afterMs);
    const operations = plans.map((plan) => operationOf(plan, fingerprint, tokens));
    const seen = await Promise.all(operations.map((operation) => perform(store, key, operation)));
    const steps = operations.flatMap((operation, index) => stepOf(operation, seen[index]));
    tokens = [...tokens, ...seen.flatMap((one) => tokenOf(one))];
    states = linearize(states, steps, { key, now: clock.now(), ttlMs });
    expect(states.length, `orders that explain ${steps.map(describeStep).join(', ')}`).toBeGreaterThan(0);
  }
}

function operationOf(plan: Plan, fingerprint: string, tokens: readonly string[]): Operation {
  switch (plan.do) {
    case 'claim': {
      const claim: Claim = { fingerprint, paymentId: values().paymentId() };
      return { do: 'claim', claim };
    }
    case 'get':
      return plan;
    case 'settle': {
      const known = { latest: tokens.at(-1), first: tokens[0], unknown: undefined }[plan.with];
      const outcome: PaymentOutcome =
        plan.as === 'failed' ? { status: plan.as } : { status: plan.as, response: values().response() };
      return { do: 'settle', token: known ?? 'a token that nobody was given', outcome };
    }
  }
}

async function perform(store: StoreUnderTest, key: string, operation: Operation): Promise<Seen> {
  switch (operation.do) {
    case 'claim': {
      const end = await ending(store.insertPending(key, operation.claim));
      return end.ok ? { on: 'claimed', result: end.value } : rejected(end.error);
    }
    case 'settle': {
      const end = await ending(store.updateStatus(key, operation.token, operation.outcome));
      return end.ok ? { on: 'settled' } : rejected(end.error);
    }
    case 'get': {
      const end = await ending(store.get(key));
      return end.ok ? { on: 'got', record: end.value } : rejected(end.error);
    }
  }
}

function rejected(error: unknown): Seen {
  return { on: 'rejected', code: codeOf(error) };
}

function stepOf(operation: Operation, seen: Seen | undefined): Step[] {
  return seen === undefined ? [] : [{ operation, seen }];
}

function tokenOf(seen: Seen): string[] {
  return seen.on === 'claimed' && seen.result.outcome === 'inserted' ? [seen.result.token] : [];
}

function describeStep({ operation, seen }: Step): string {
  switch (seen.on) {
    case 'claimed':
      return `claim: ${seen.result.outcome} (${seen.result.record.status})`;
    case 'settled':
      return `${operation.do}: done`;
    case 'got':
      return `get: ${seen.record.status}`;
    case 'rejected':
      return `${operation.do}: ${seen.code}`;
  }
}
