import { NetworkError } from '../contract.js';
import type { ChargeRequest, JsonValue, PaymentProcessorOptions } from '../contract.js';
import { Json } from '../support/json.js';

enum Verdict {
  Open = 'open',
  Answered = 'answered',
  TimedOut = 'timed out',
}

/** One provider call against the clock. */
export class Attempt {
  private readonly provider = new AbortController();
  private readonly sleeper = new AbortController();
  private verdict = Verdict.Open;

  public async run(options: PaymentProcessorOptions, request: ChargeRequest, limitMs: number): Promise<JsonValue> {
    try {
      return await Promise.race([this.answer(options, request), this.limit(options, limitMs)]);
    } finally {
      this.sleeper.abort();
    }
  }

  private async answer({ provider }: PaymentProcessorOptions, request: ChargeRequest): Promise<JsonValue> {
    try {
      return Json.copy(await provider.charge(request, this.provider.signal));
    } finally {
      this.decide(Verdict.Answered);
    }
  }

  private async limit({ clock }: PaymentProcessorOptions, limitMs: number): Promise<never> {
    await clock.sleep(limitMs, this.sleeper.signal);
    this.decide(Verdict.TimedOut);
    if (this.verdict === Verdict.TimedOut) this.provider.abort();
    throw new NetworkError(`attempt ${this.verdict}: limit of ${limitMs} ms`);
  }

  private decide(verdict: Verdict): void {
    if (this.verdict === Verdict.Open) this.verdict = verdict;
  }
}
