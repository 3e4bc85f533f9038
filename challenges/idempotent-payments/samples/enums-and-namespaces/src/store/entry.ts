import type { IdempotencyRecord, PaymentOutcome } from '../contract.js';
import { Json } from '../support/json.js';

export enum Phase {
  Open,
  Done,
  Broken,
}

const PHASE_OF = { pending: Phase.Open, completed: Phase.Done, failed: Phase.Broken } as const;

export class Entry {
  private current: IdempotencyRecord;
  public readonly token: string;

  public constructor(record: IdempotencyRecord, token: string) {
    this.current = record;
    this.token = token;
  }

  public get phase(): Phase {
    return PHASE_OF[this.current.status];
  }

  public get paymentId(): string {
    return this.current.paymentId;
  }

  public get expiresAt(): number {
    return this.current.expiresAt;
  }

  public get snapshot(): IdempotencyRecord {
    const { response } = this.current;
    return response === undefined ? { ...this.current } : { ...this.current, response: Json.copy(response) };
  }

  public asksFor(fingerprint: string): boolean {
    return this.current.fingerprint === fingerprint;
  }

  public settle(outcome: PaymentOutcome): void {
    this.current = { ...this.current, ...outcome };
  }
}
