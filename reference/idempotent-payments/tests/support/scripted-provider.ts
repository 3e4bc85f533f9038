import type { ChargeRequest, JsonValue, PaymentProvider } from '../../src/contract.ts';

export interface Charge {
  readonly request: ChargeRequest;
  readonly signal: AbortSignal;
}

/** What the provider does when it is called; calls beyond the script are answered with `'paid'`. */
export type Step = (charge: Charge) => JsonValue | Promise<JsonValue>;

export class ScriptedProvider implements PaymentProvider {
  readonly charges: Charge[] = [];
  readonly #steps: Step[];
  readonly #waiting = new Set<() => void>();

  constructor(steps: readonly Step[] = []) {
    this.#steps = [...steps];
  }

  async charge(request: ChargeRequest, signal: AbortSignal): Promise<JsonValue> {
    const charge = { request, signal };
    this.charges.push(charge);
    for (const look of this.#waiting) look();
    const step = this.#steps.shift();
    return step === undefined ? 'paid' : step(charge);
  }

  /** Resolves with the n-th charge as soon as it was asked for. */
  async charged(n: number): Promise<Charge> {
    const { promise, resolve } = Promise.withResolvers<Charge>();
    const look = (): void => {
      const charge = this.charges[n - 1];
      if (charge !== undefined) resolve(charge);
    };
    this.#waiting.add(look);
    look();
    const charge = await promise;
    this.#waiting.delete(look);
    return charge;
  }
}

export function respond(response: JsonValue): Step {
  return () => response;
}

export function fail(reason: unknown): Step {
  return () => {
    throw reason;
  };
}
