import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, InsertResult, StoredRecord } from '../../grader/judge/contract.ts';
import { linearize, type TimedStep } from '../../grader/judge/linearize.ts';
import { ModelStore, StoreError } from '../../grader/judge/model-store.ts';
import type { Operation, Seen } from '../../grader/judge/sequential-store.ts';

const TTL_MS = 1000;
const CLAIM: Claim = { fingerprint: 'f', paymentId: 'p' };
const PENDING: StoredRecord = {
  key: 'k',
  status: 'pending',
  fingerprint: 'f',
  paymentId: 'p',
  createdAt: 0,
  expiresAt: TTL_MS,
};
const INSERTED: Seen = { on: 'claimed', result: { outcome: 'inserted', token: 't', record: PENDING } };
const DUPLICATE: Seen = { on: 'claimed', result: { outcome: 'duplicate', record: PENDING } };
const FOUND: Seen = { on: 'got', record: PENDING };
const NOT_FOUND: Seen = { on: 'rejected', code: 'NOT_FOUND' };
const EXPIRED: Seen = { on: 'rejected', code: 'EXPIRED' };

type Timing = Partial<Pick<TimedStep, 'from' | 'to' | 'now' | 'key'>>;

function claim(seen: Seen, timing: Timing = {}): TimedStep {
  return { operation: { do: 'claim', claim: CLAIM }, seen, ...timed(timing) };
}

function get(seen: Seen, timing: Timing = {}): TimedStep {
  return { operation: { do: 'get' }, seen, ...timed(timing) };
}

function timed({ from = 1, to = from, now = 0, key = 'k' }: Timing): Omit<TimedStep, 'operation' | 'seen'> {
  return { from, to, now, key };
}

function isExplained(...history: readonly TimedStep[]): boolean {
  return linearize(history, TTL_MS).ok;
}

describe('an order is found', () => {
  it('when an overlapping claim that was called later has won', () => {
    expect(isExplained(claim(DUPLICATE), claim(INSERTED), get(FOUND))).toBe(true);
  });

  it('when a read began before a claim and was answered after it, whatever it saw', () => {
    expect(isExplained(get(NOT_FOUND, { from: 1, to: 3 }), claim(INSERTED, { from: 2 }))).toBe(true);
    expect(isExplained(get(FOUND, { from: 1, to: 3 }), claim(INSERTED, { from: 2 }))).toBe(true);
  });

  it('when the clock has stepped back and an expired record that nobody asked for is there or was dropped', () => {
    const elsewhere = get(NOT_FOUND, { key: 'other', from: 2, now: TTL_MS });
    const unseen = [claim(INSERTED), elsewhere, get(FOUND, { from: 3, now: 10 })];
    expect(isExplained(...unseen)).toBe(true);
    const dropped = [claim(INSERTED), get(EXPIRED, { from: 2, now: TTL_MS }), get(NOT_FOUND, { from: 3, now: 10 })];
    expect(isExplained(...dropped)).toBe(true);
  });

  it('when an expired record is dropped between two reads', () => {
    const at = { now: TTL_MS };
    expect(isExplained(claim(INSERTED), get(EXPIRED, { from: 2, ...at }), get(NOT_FOUND, { from: 3, ...at }))).toBe(
      true,
    );
  });

  it('for many overlapping reads without trying every order of them', () => {
    const reads = Array.from({ length: 24 }, () => get(NOT_FOUND));
    expect(isExplained(...reads, claim(INSERTED))).toBe(true);
    expect(isExplained(...reads, claim(INSERTED), claim(INSERTED))).toBe(false);
  });
});

describe('no order is found', () => {
  it.each<readonly [string, readonly TimedStep[]]>([
    ['two overlapping claims are both inserted', [claim(INSERTED), claim(INSERTED)]],
    ['all overlapping claims are duplicates', [claim(DUPLICATE), claim(DUPLICATE)]],
    ['a claim is a duplicate of a later one', [claim(DUPLICATE, { from: 1 }), claim(INSERTED, { from: 2 })]],
    ['a read misses a claim that was answered before', [claim(INSERTED), get(NOT_FOUND, { from: 2 })]],
    ['a record is found at its end', [claim(INSERTED), get(FOUND, { from: 2, now: TTL_MS })]],
    ['a record is gone 1 ms before its end', [claim(INSERTED), get(EXPIRED, { from: 2, now: TTL_MS - 1 })]],
    ['a key that was never claimed has expired', [get(EXPIRED)]],
    [
      'a record that was seen as expired is back when the clock is',
      [claim(INSERTED), get(EXPIRED, { from: 2, now: TTL_MS }), get(FOUND, { from: 3, now: 10 })],
    ],
    ['one of two keys has no explanation', [claim(INSERTED), get(FOUND, { key: 'other' })]],
  ])('when %s', (_what, history) => {
    expect(isExplained(...history)).toBe(false);
  });

  it('and says how far it came and what could not follow', () => {
    const history = [claim(INSERTED), get(NOT_FOUND, { from: 2 }), get(FOUND, { from: 3 })];
    expect(linearize(history, TTL_MS)).toEqual({ ok: false, key: 'k', explained: 1, stuck: [history[1]] });
  });
});

it('explains whatever a correct store answers, in any order of what overlaps', () => {
  const operation = fc.constantFrom('claim', 'other', 'get', 'fail', 'complete', 'stale');
  const batch = fc.record({
    afterMs: fc.constantFrom(0, 1, 500, TTL_MS),
    names: fc.array(operation, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 5 }), fc.infiniteStream(fc.nat()), (batches, order) => {
      let now = 0;
      const store = new ModelStore(TTL_MS, () => now);
      const history: TimedStep[] = [];
      for (const [from, { afterMs, names }] of batches.entries()) {
        now += afterMs;
        const done = names.map((name) => perform(store, name, history));
        const steps = done.map((step) => ({ step, rank: order.next().value })).sort((one, two) => one.rank - two.rank);
        history.push(...steps.map(({ step }) => ({ ...step, key: 'k', from, to: from, now })));
      }
      expect(linearize(history, TTL_MS)).toEqual({ ok: true });
    }),
  );
});

function perform(
  store: ModelStore,
  name: string,
  history: readonly TimedStep[],
): Pick<TimedStep, 'operation' | 'seen'> {
  const tokens = history.flatMap(({ seen }) => (seen.on === 'claimed' ? tokenOf(seen.result) : []));
  const operation = operationOf(name, tokens);
  try {
    return { operation, seen: answerOf(store, operation) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { operation, seen: { on: 'rejected', code: error.code } };
  }
}

function operationOf(name: string, tokens: readonly string[]): Operation {
  switch (name) {
    case 'get':
      return { do: 'get' };
    case 'claim':
    case 'other':
      return { do: 'claim', claim: { fingerprint: name, paymentId: `id of ${tokens.length}` } };
    default: {
      const token = (name === 'stale' ? tokens[0] : tokens.at(-1)) ?? 'none';
      const outcome =
        name === 'complete' ? ({ status: 'completed', response: 1 } as const) : ({ status: 'failed' } as const);
      return { do: 'settle', token, outcome };
    }
  }
}

function answerOf(store: ModelStore, operation: Operation): Seen {
  switch (operation.do) {
    case 'claim':
      return { on: 'claimed', result: store.insertPending('k', operation.claim) };
    case 'get':
      return { on: 'got', record: store.get('k') };
    case 'settle':
      store.updateStatus('k', operation.token, operation.outcome);
      return { on: 'settled' };
  }
}

function tokenOf(result: InsertResult): readonly string[] {
  return result.outcome === 'inserted' ? [result.token] : [];
}
