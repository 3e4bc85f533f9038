import {
  ConfigError,
  IdempotencyError,
  type CreateIdempotencyStore,
  type IdempotencyStore,
  type PaymentOutcome,
} from './contract.ts';
import { frozenCopy } from './frozen-copy.ts';
import { claim, EMPTY, read, settle, type Next, type State } from './state.ts';

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('ttlMs');
  let state: State = EMPTY;

  function step<T>(next: (state: State, now: number) => Next<T>): T {
    const [after, result] = next(state, clock.now());
    state = after;
    return result;
  }

  const store: IdempotencyStore = {
    insertPending: async (key, { fingerprint, paymentId }) =>
      step((before, now) => claim(before, { key, fingerprint, paymentId, ttlMs }, now)),
    updateStatus: async (key, token, told) => {
      const outcome: PaymentOutcome =
        told.status === 'failed' ? { status: 'failed' } : { status: 'completed', response: frozenCopy(told.response) };
      const problem = step((before, now) => settle(before, { key, token, outcome }, now));
      if (problem !== null) throw new IdempotencyError(problem, key);
    },
    get: async (key) => {
      const found = step((before, now) => read(before, key, now));
      if (typeof found === 'string') throw new IdempotencyError(found, key);
      return found;
    },
    size: async () => state.count,
  };
  return Object.freeze(store);
};
