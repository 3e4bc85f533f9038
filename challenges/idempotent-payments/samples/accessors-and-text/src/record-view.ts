import type { IdempotencyRecord, InsertResult, JsonValue, PaymentStatus } from './contract.ts';
import { parseJson } from './json-text.ts';

export interface Row {
  readonly key: string;
  readonly fingerprint: string;
  readonly paymentId: string;
  readonly token: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly status: PaymentStatus;
  /** The response as JSON text. */
  readonly text?: string;
}

class RecordView implements IdempotencyRecord {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  get key(): string {
    return this.#row.key;
  }

  get status(): PaymentStatus {
    return this.#row.status;
  }

  get fingerprint(): string {
    return this.#row.fingerprint;
  }

  get paymentId(): string {
    return this.#row.paymentId;
  }

  get createdAt(): number {
    return this.#row.createdAt;
  }

  get expiresAt(): number {
    return this.#row.expiresAt;
  }
}

class CompletedView extends RecordView {
  readonly #text: string;

  constructor(row: Row, text: string) {
    super(row);
    this.#text = text;
  }

  get response(): JsonValue {
    return parseJson(this.#text);
  }
}

/** Rows never change, so a view of one is a snapshot. */
export function viewOf(row: Row): IdempotencyRecord {
  return row.text === undefined ? new RecordView(row) : new CompletedView(row, row.text);
}

class Refusal {
  readonly #row: Row;
  readonly #outcome: 'duplicate' | 'mismatch';

  constructor(row: Row, outcome: 'duplicate' | 'mismatch') {
    this.#row = row;
    this.#outcome = outcome;
  }

  get outcome(): 'duplicate' | 'mismatch' {
    return this.#outcome;
  }

  get record(): IdempotencyRecord {
    return viewOf(this.#row);
  }
}

class Grant {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  get outcome(): 'inserted' {
    return 'inserted';
  }

  get token(): string {
    return this.#row.token;
  }

  get record(): IdempotencyRecord {
    return viewOf(this.#row);
  }
}

export function granted(row: Row): InsertResult {
  return new Grant(row);
}

export function refused(row: Row, outcome: 'duplicate' | 'mismatch'): InsertResult {
  return new Refusal(row, outcome);
}
