/** One run of a processor: where it stands, and what must come next. */

import { canonicalJson } from './canonical-json.ts';
import type { JsonValue, PaymentOutcome, ProcessorConfig } from './contract.ts';
import type { Breach, CallEnd, ChargeAnswer, ClaimAnswer, SeenRecord, TraceRule } from './trace.ts';

/** How the calls of a run must end, and the rule that says so. */
export interface DueEnd {
  readonly rule: TraceRule;
  readonly end: CallEnd;
}

export type Phase =
  | { readonly on: 'called' }
  | { readonly on: 'claiming'; readonly claim: number }
  /** The n-th attempt must start at `at`. */
  | { readonly on: 'charge-due'; readonly attempt: number; readonly at: number }
  | { readonly on: 'charging'; readonly charge: number; readonly attempt: number; readonly deadline: number }
  /** The answer came at the very instant of the timeout: either may count. */
  | { readonly on: 'either'; readonly charge: number; readonly answered: Phase; readonly timedOut: Phase }
  | { readonly on: 'settling-due'; readonly outcome: PaymentOutcome; readonly at: number; readonly due: DueEnd }
  | { readonly on: 'settling'; readonly settling: number; readonly outcome: PaymentOutcome; readonly due: DueEnd }
  /** `unreported`: `onUnrecorded` has to be told about the outcome. */
  | { readonly on: 'ending'; readonly due: DueEnd; readonly unreported?: PaymentOutcome['status'] };

/** All calls of one processor that share one series of attempts. */
export interface Run {
  readonly processor: number;
  readonly key: string;
  readonly payload: JsonValue;
  readonly calls: readonly number[];
  /** Those of `calls` that have not ended. */
  readonly open: readonly number[];
  readonly phase: Phase;
  /** Whether an earlier run of its key and payload at its processor is over. */
  readonly isAgain: boolean;
  /** The token and payment id of its claim. */
  readonly token?: string;
  readonly paymentId?: string;
  /** What reads have shown to it before its claim, and after one that met a payment under way. */
  readonly reads: readonly SeenRecord[];
}

/** What a run meets: it goes on, or it breaks a rule. */
export type Met = { readonly run: Run } | { readonly breach: Breach };

export function goesOn(run: Run, phase: Phase, more: Partial<Run> = {}): Met {
  return { run: { ...run, ...more, phase } };
}

export function breaks(run: Pick<Run, 'key'>, rule: TraceRule, message: string): Met {
  return { breach: { rule, key: run.key, message } };
}

/** What follows from the store's answer to a claim. */
export function afterClaim(run: Run, answer: ClaimAnswer, at: number): Met {
  switch (answer.outcome) {
    case 'broken':
      return goesOn(run, { on: 'ending', due: { rule: 'P11', end: { code: 'STORE_UNAVAILABLE' } } });
    case 'mismatch':
      return goesOn(run, { on: 'ending', due: { rule: 'P5', end: { code: 'PAYLOAD_MISMATCH' } } });
    case 'duplicate':
      return goesOn(run, { on: 'ending', due: duplicateEnd(answer.status, answer.response) }, { reads: [] });
    case 'inserted':
      return goesOn(run, { on: 'charge-due', attempt: 1, at }, { token: answer.token, paymentId: answer.paymentId });
  }
}

export function duplicateEnd(status: 'pending' | 'completed', response: JsonValue = null): DueEnd {
  return status === 'completed'
    ? { rule: 'P2', end: { resolved: response } }
    : { rule: 'P4', end: { code: 'IN_PROGRESS' } };
}

/** What follows from the end of the n-th attempt: the answer that the provider gave, or a timeout. */
export function afterAttempt(
  run: Run,
  { attempt, answer, at }: { readonly attempt: number; readonly answer: ChargeAnswer | 'timeout'; readonly at: number },
  config: ProcessorConfig,
): Phase {
  const details = { paymentId: run.paymentId, attempts: attempt };
  const failed = (rule: TraceRule, code: string): Phase => {
    return { on: 'settling-due', at, outcome: { status: 'failed' }, due: { rule, end: { code, details } } };
  };
  if (answer === 'timeout' || answer.outcome === 'network') {
    if (attempt >= config.maxAttempts) return failed('P6', 'RETRIES_EXHAUSTED');
    return { on: 'charge-due', attempt: attempt + 1, at: at + pauseAfter(attempt, config) };
  }
  if (answer.outcome !== 'approved') return failed('P7', answer.outcome === 'declined' ? 'DECLINED' : 'PROVIDER_FAULT');
  const { response } = answer;
  const due: DueEnd = { rule: 'P1', end: { resolved: response } };
  return { on: 'settling-due', at, outcome: { status: 'completed', response }, due };
}

/** The pause after the n-th failed attempt, in milliseconds. */
export function pauseAfter(n: number, { retryDelayMs, maxRetryDelayMs }: ProcessorConfig): number {
  return retryDelayMs === 0 ? 0 : Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (n - 1));
}

export function sameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** A call's end in words. */
export function describeEnd(end: CallEnd): string {
  return 'resolved' in end ? `resolve with ${brief(end.resolved)}` : `be rejected with ${describeRefusal(end)}`;
}

/** `DECLINED after 1 attempt of <payment id>`, as far as the details are known. */
export function describeRefusal({ code, details }: Extract<CallEnd, { readonly code: string }>): string {
  if (details === undefined) return code;
  const attempts = details.attempts === 1 ? '1 attempt' : `${String(details.attempts)} attempts`;
  return `${code} after ${attempts} of ${String(details.paymentId)}`;
}

export function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
