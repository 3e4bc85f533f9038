/** The contract's data types, for the judge's side of the wire; structurally those of every challenge of this kind. */

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export interface StoredRecord {
  readonly key: string;
  readonly status: 'pending' | 'completed' | 'failed';
  readonly fingerprint: string;
  readonly paymentId: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  readonly response?: JsonValue;
}

export interface Claim {
  readonly fingerprint: string;
  readonly paymentId: string;
}

export type InsertResult =
  | { readonly outcome: 'inserted'; readonly token: string; readonly record: StoredRecord }
  | { readonly outcome: 'duplicate' | 'mismatch'; readonly record: StoredRecord };

export type PaymentOutcome =
  { readonly status: 'completed'; readonly response: JsonValue } | { readonly status: 'failed' };

export type StoreErrorCode = 'NOT_FOUND' | 'EXPIRED' | 'STALE_CLAIM' | 'ALREADY_FINAL';

export interface ProcessorConfig {
  readonly maxAttempts: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly attemptTimeoutMs: number;
}
