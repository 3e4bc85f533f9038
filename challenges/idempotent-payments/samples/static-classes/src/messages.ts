import type {
  ChargeRequest,
  Claim,
  JsonValue,
  PaymentErrorDetails,
  PaymentOutcome,
  UnrecordedOutcome,
} from './contract';

/** Whatever is handed over is an instance: its members are getters, and nothing of it is its own. */
export class Wanted implements Claim {
  readonly #fingerprint: string;
  readonly #paymentId: string;

  constructor(fingerprint: string, paymentId: string) {
    this.#fingerprint = fingerprint;
    this.#paymentId = paymentId;
  }

  get fingerprint(): string {
    return this.#fingerprint;
  }

  get paymentId(): string {
    return this.#paymentId;
  }
}

export class Completed {
  readonly #response: JsonValue;

  constructor(response: JsonValue) {
    this.#response = response;
  }

  get status(): 'completed' {
    return 'completed';
  }

  get response(): JsonValue {
    return this.#response;
  }
}

export class Request implements ChargeRequest {
  readonly #paymentId: string;
  readonly #attempt: number;
  readonly #payload: JsonValue;

  constructor(paymentId: string, attempt: number, payload: JsonValue) {
    this.#paymentId = paymentId;
    this.#attempt = attempt;
    this.#payload = structuredClone(payload);
  }

  get paymentId(): string {
    return this.#paymentId;
  }

  get attempt(): number {
    return this.#attempt;
  }

  get payload(): JsonValue {
    return this.#payload;
  }
}

export class Details implements PaymentErrorDetails {
  readonly #paymentId: string;
  readonly #attempts: number;

  constructor(paymentId: string, attempts: number) {
    this.#paymentId = paymentId;
    this.#attempts = attempts;
  }

  get paymentId(): string {
    return this.#paymentId;
  }

  get attempts(): number {
    return this.#attempts;
  }
}

export class Report implements UnrecordedOutcome {
  readonly #key: string;
  readonly #paymentId: string;
  readonly #outcome: PaymentOutcome;
  readonly #cause: unknown;

  constructor(key: string, paymentId: string, outcome: PaymentOutcome, cause: unknown) {
    this.#key = key;
    this.#paymentId = paymentId;
    this.#outcome = outcome;
    this.#cause = cause;
  }

  get key(): string {
    return this.#key;
  }

  get paymentId(): string {
    return this.#paymentId;
  }

  get status(): 'completed' | 'failed' {
    return this.#outcome.status;
  }

  get cause(): unknown {
    return this.#cause;
  }
}
