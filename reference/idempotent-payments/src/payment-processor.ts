/**
 * The processor. A call checks its key, joins the run under way for the same key and payload, or starts one:
 * claim the key in the store, charge with retries, settle the record.
 */

import { canonicalJson } from './canonical-json.ts';
import { chargeWithRetries } from './charge-with-retries.ts';
import { checkConfig } from './check-config.ts';
import { PaymentError } from './contract.ts';
import type {
  IdempotencyRecord,
  InsertResult,
  JsonValue,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorOptions,
} from './contract.ts';

const MAX_KEY_LENGTH = 255;

type OwnedClaim = Extract<InsertResult, { outcome: 'inserted' }>;

/** A processor on `store`; throws a `ConfigError` for a `config` out of range. */
export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  checkConfig(options.config);
  const { store, provider, clock, onUnrecorded } = options;
  const charging = { provider, clock, config: { ...options.config } };
  const runs = new Map<string, Promise<JsonValue>>();

  /** The run of this key and payload. Nothing is awaited between the look-up and `set`, so two calls cannot both miss. */
  function joinOrStart(key: string, payload: JsonValue): Promise<JsonValue> {
    const fingerprint = canonicalJson(payload);
    // With the payload in the name a call in flight never answers for another payload: the store does (P5).
    const name = `${JSON.stringify(key)}${fingerprint}`;
    const underWay = runs.get(name);
    if (underWay !== undefined) return underWay;
    // `finally` calls back in a later microtask at the earliest, so a run cannot be removed before it is set.
    const run = pay(key, fingerprint, structuredClone(payload)).finally(() => runs.delete(name));
    runs.set(name, run);
    return run;
  }

  async function pay(key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> {
    const claim = await claimKey(key, fingerprint);
    switch (claim.outcome) {
      case 'inserted':
        return chargeAndSettle(claim, payload);
      case 'duplicate':
        return replay(claim.record);
      case 'mismatch':
        throw new PaymentError('PAYLOAD_MISMATCH', 'the key belongs to a payment with another payload');
    }
  }

  async function claimKey(key: string, fingerprint: string): Promise<InsertResult> {
    try {
      return await store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'the store did not take the claim', {}, { cause });
    }
  }

  async function chargeAndSettle(claim: OwnedClaim, payload: JsonValue): Promise<JsonValue> {
    const { paymentId } = claim.record;
    let response: JsonValue;
    try {
      response = await chargeWithRetries(charging, paymentId, payload);
    } catch (failure) {
      await settle(claim, { status: 'failed' });
      throw failure;
    }
    // Outside the `try`: once the money has moved, nothing may settle this payment as failed (P12).
    await settle(claim, { status: 'completed', response });
    return response;
  }

  /** Tells the store once how the payment ended. Where that fails the outcome still stands, so it is only reported. */
  async function settle({ token, record: { key, paymentId } }: OwnedClaim, outcome: PaymentOutcome): Promise<void> {
    try {
      await store.updateStatus(key, token, outcome);
    } catch (cause) {
      onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
  }

  return {
    async processPayment(idempotencyKey, payload) {
      checkKey(idempotencyKey);
      // Every caller gets a copy of its own (P14).
      return structuredClone(await joinOrStart(idempotencyKey, payload));
    },
  };
}

function replay(record: IdempotencyRecord): JsonValue {
  if (record.status !== 'completed') {
    throw new PaymentError('IN_PROGRESS', 'the payment of this key is under way elsewhere');
  }
  return record.response ?? null;
}

function checkKey(key: string): void {
  if (typeof key === 'string' && key.length >= 1 && key.length <= MAX_KEY_LENGTH) return;
  throw new PaymentError('INVALID_REQUEST', `a key is a string of 1 to ${MAX_KEY_LENGTH} UTF-16 code units`);
}
