/** Small scripts of overlapping operations on one key, checked for an order that explains their answers. */

import { expect } from 'vitest';
import type { Claim, PaymentOutcome, StoredRecord } from './contract.ts';
import { codeOf, ending } from './expect-answer.ts';
import { linearize, type Linearization, type TimedStep } from './linearize.ts';
import { caseClock, type StoreUnderTest } from './open-store.ts';
import { values } from './suite.ts';
import type { Operation, Seen, Step } from './sequential-store.ts';

/**
 * What a planned operation becomes when its turn comes; a settling one takes the token of the latest or the first claim that
 * was inserted before its batch.
 */
export type Plan =
  | { readonly do: 'claim'; readonly payload?: 'another' }
  | { readonly do: 'get' }
  | { readonly do: 'settle'; readonly as: PaymentOutcome['status']; readonly with: 'latest' | 'first' | 'unknown' };

/** Operations that overlap, after some time has passed. */
export interface Batch {
  readonly afterMs?: number;
  /** Puts the clock to this instant, counted from the first batch, before time passes. */
  readonly setMs?: number;
  readonly plans: readonly Plan[];
}

export interface HistoryOptions {
  readonly store: StoreUnderTest;
  readonly ttlMs: number;
  readonly batches: readonly Batch[];
  /** Whether the operations of a batch follow one another instead. */
  readonly oneByOne?: boolean;
  /** A fresh one unless given. */
  readonly key?: string;
}

/** `count` operations drawn from `plans`. */
export function drawn(plans: readonly Plan[], count: number): readonly Plan[] {
  return Array.from({ length: count }, () => plans[Math.floor(values().random() * plans.length)] ?? { do: 'get' });
}

/** Runs the batches one after the other, on a fresh key and with one fingerprint; fails when no order explains them. */
export async function runHistory(store: StoreUnderTest, ttlMs: number, batches: readonly Batch[]): Promise<void> {
  expectExplained(await explain({ store, ttlMs, batches }));
}

/**
 * Runs the batches twice, on two keys: at first one operation after the other, then overlapping. Fails when the overlapping
 * ones have no explanation; a store that goes wrong without any overlap is other rules' business.
 */
export async function runTwice(options: HistoryOptions): Promise<void> {
  const alone = await explain({ ...options, oneByOne: true });
  expectSomeInserted(alone);
  const together = await explain(options);
  if (alone.found.ok) expectExplained(together);
}

/**
 * Runs the batches twice, on an ordinary key and on the given one. Fails when only the answers for the latter have no
 * explanation: what goes wrong with every key is other rules' business.
 */
export async function runOnKey(options: HistoryOptions & { readonly key: string }): Promise<void> {
  const { key, ...others } = options;
  const ordinary = await explain(others);
  expectSomeInserted(ordinary);
  const own = await explain(options);
  if (ordinary.found.ok) expectExplained(own);
}

function expectSomeInserted({ history }: Explained): void {
  const claims = history.flatMap(({ seen }) => tokenOf(seen));
  expect(claims.length, 'claims that are inserted').toBeGreaterThan(0);
}

interface Explained {
  readonly history: readonly TimedStep[];
  readonly found: Linearization;
}

function expectExplained({ history, found }: Explained): void {
  if (found.ok) return;
  const batch = history.filter(({ from }) => found.stuck.some((step) => step.from === from));
  expect.unreachable(`no order explains ${batch.map(describeStep).join(', ')}`);
}

/** Runs the batches on one key and looks for an order. */
async function explain({ oneByOne = false, ...options }: HistoryOptions): Promise<Explained> {
  const { store, ttlMs, batches, key = values().key() } = options;
  const run: Run = { store, key, claim: values().claim(), another: values().fingerprint(), tokens: [] };
  const clock = caseClock();
  const start = clock.now();
  const history: TimedStep[] = [];
  for (const { afterMs = 0, setMs, plans } of batches) {
    if (setMs !== undefined) clock.set(start + setMs);
    if (afterMs > 0) await clock.advance(afterMs);
    const operations = plans.map((plan) => operationOf(plan, run));
    const turns = oneByOne ? operations.map((operation) => [operation]) : [operations];
    for (const turn of turns) {
      const from = (history.at(-1)?.to ?? 0) + 1;
      const seen = await Promise.all(turn.map((operation) => perform(run, operation)));
      const steps = turn.flatMap((operation, index) => stepOf(operation, seen[index]));
      history.push(...steps.map((step) => ({ ...step, key: run.key, from, to: from, now: clock.now() })));
    }
    run.tokens = history.flatMap(({ seen }) => tokenOf(seen));
  }
  return { history, found: linearize(history, ttlMs) };
}

interface Run {
  readonly store: StoreUnderTest;
  readonly key: string;
  readonly claim: Claim;
  readonly another: string;
  tokens: readonly string[];
}

function operationOf(plan: Plan, { claim, another, tokens }: Run): Operation {
  switch (plan.do) {
    case 'claim': {
      const fingerprint = plan.payload === 'another' ? another : claim.fingerprint;
      return { do: 'claim', claim: { fingerprint, paymentId: values().paymentId() } };
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

async function perform({ store, key }: Run, operation: Operation): Promise<Seen> {
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
      return `claim: ${seen.result.outcome} (${describeRecord(seen.result.record)})`;
    case 'settled':
      return `${operation.do}: done`;
    case 'got':
      return `get: ${describeRecord(seen.record)}`;
    case 'rejected':
      return `${operation.do}: ${seen.code}`;
  }
}

/** With its dates, as a record may be wrong in nothing else. */
function describeRecord({ status, createdAt, expiresAt }: StoredRecord): string {
  return `${status} from ${createdAt} to ${expiresAt}`;
}
