import type { JsonValue, PaymentProcessor, PaymentProcessorOptions } from './contract.js';
import { Run } from './processor/run.js';
import { validConfig, validKey } from './processor/validation.js';
import { Json } from './support/json.js';

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  return new JoiningProcessor(options);
}

class JoiningProcessor implements PaymentProcessor {
  private readonly options: PaymentProcessorOptions;
  private readonly config: PaymentProcessorOptions['config'];
  private readonly results = new Map<string, Promise<JsonValue>>();

  public constructor(options: PaymentProcessorOptions) {
    this.config = validConfig(options.config);
    this.options = { ...options };
  }

  public async processPayment(idempotencyKey: string, payload: JsonValue): Promise<JsonValue> {
    const key = validKey(idempotencyKey);
    const fingerprint = Json.canonical(payload);
    const name = Json.canonical([key, fingerprint]);
    if (!this.results.has(name)) {
      const run = new Run(this.options, this.config, key, payload, fingerprint);
      this.results.set(
        name,
        run.result().finally(() => this.results.delete(name)),
      );
    }
    return Json.copy((await this.results.get(name)) ?? null);
  }
}
