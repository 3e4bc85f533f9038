import { DeclinedError, NetworkError, PaymentError } from '../contract.js';
import type {
  InsertResult,
  JsonValue,
  PaymentErrorCode,
  PaymentOutcome,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
} from '../contract.js';
import { Json } from '../support/json.js';
import { Attempt } from './attempt.js';
import { backoff } from './backoff.js';

/** One payment from claim to settlement. */
export class Run {
  private readonly options: PaymentProcessorOptions;
  private readonly config: PaymentProcessorConfig;
  private readonly key: string;
  private readonly payload: JsonValue;
  private readonly fingerprint: string;
  private attempts = 0;

  public constructor(
    options: PaymentProcessorOptions,
    config: PaymentProcessorConfig,
    key: string,
    payload: JsonValue,
    fingerprint: string,
  ) {
    this.options = options;
    this.config = config;
    this.key = key;
    this.payload = Json.copy(payload);
    this.fingerprint = fingerprint;
  }

  public async result(): Promise<JsonValue> {
    const claim = await this.claim();
    switch (claim.outcome) {
      case 'mismatch':
        throw new PaymentError('PAYLOAD_MISMATCH', `key ${this.key} is for another payload`);
      case 'duplicate':
        if (claim.record.status === 'completed') return claim.record.response ?? null;
        throw new PaymentError('IN_PROGRESS', `key ${this.key} is in progress`);
      case 'inserted':
        return this.pay(claim.token, claim.record.paymentId);
    }
  }

  private async claim(): Promise<InsertResult> {
    const { fingerprint } = this;
    try {
      return await this.options.store.insertPending(this.key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'the store refused the claim', {}, { cause });
    }
  }

  private async pay(token: string, paymentId: string): Promise<JsonValue> {
    let outcome: PaymentOutcome | undefined;
    try {
      const response = await this.charge(paymentId);
      outcome = { status: 'completed', response };
      return response;
    } catch (cause) {
      throw this.failure(paymentId, cause);
    } finally {
      await this.settle(token, paymentId, outcome ?? { status: 'failed' });
    }
  }

  private async charge(paymentId: string): Promise<JsonValue> {
    let last: unknown;
    for (const delayMs of backoff(this.config)) {
      this.attempts += 1;
      const request = { paymentId, attempt: this.attempts, payload: Json.copy(this.payload) };
      try {
        return await new Attempt().run(this.options, request, this.config.attemptTimeoutMs);
      } catch (error) {
        last = error;
      }
      if (!(last instanceof NetworkError) || this.attempts >= this.config.maxAttempts) break;
      await this.options.clock.sleep(delayMs);
    }
    throw last;
  }

  private failure(paymentId: string, cause: unknown): PaymentError {
    let code: PaymentErrorCode = 'PROVIDER_FAULT';
    if (cause instanceof NetworkError) code = 'RETRIES_EXHAUSTED';
    if (cause instanceof DeclinedError) code = 'DECLINED';
    return new PaymentError(code, `payment ${paymentId}: ${code}`, { paymentId, attempts: this.attempts }, { cause });
  }

  private async settle(token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    const { store, onUnrecorded } = this.options;
    try {
      await store.updateStatus(this.key, token, outcome);
    } catch (cause) {
      onUnrecorded({ key: this.key, paymentId, status: outcome.status, cause });
    }
  }
}
