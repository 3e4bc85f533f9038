/** Processors whose every step is traced, so that the oracle can judge what came of them. */

import type { Call, Standing } from './call.ts';
import type { JsonValue, ProcessorConfig } from './contract.ts';
import { describeThrown, isPaymentError, SubjectFailure } from './failures.ts';
import { judgeTrace } from './judge-trace.ts';
import { openPayments, ORDINARY_CONFIG, type Payments, type PaymentsOptions } from './open-payments.ts';
import { memberOf } from './member-of.ts';
import { world } from './suite.ts';
import type { Breach, CallEnd, Happening, TraceEvent } from './trace.ts';

export interface TracedOptions extends Omit<PaymentsOptions, 'trace' | 'config'> {
  readonly config?: Partial<ProcessorConfig>;
}

export interface Traced extends Payments {
  readonly trace: readonly TraceEvent[];
  /** Every call so far, in order. */
  readonly calls: readonly Call<JsonValue>[];
  /** Calls the processor with this 0-based number. */
  pay(processor: number, key: string, payload: JsonValue): Call<JsonValue>;
  /** Lets the next instant come at which something is due; whether there is one. */
  nextInstant(): Promise<boolean>;
  /** The first rule that has been broken; calls that are open break one if it is over. */
  breach(isOver?: boolean): Breach | undefined;
}

/** Opens processors like `openPayments`; their calls must be made with `pay`. */
export async function openTraced(options: TracedOptions = {}): Promise<Traced> {
  const here = world();
  const trace: TraceEvent[] = [];
  const note = (happening: Happening): void => void trace.push({ ...happening, at: here.clock.now() });
  const payments = await openPayments({ ...options, trace: note });
  const calls: Call<JsonValue>[] = [];
  const open = new Set<number>();
  let reported = here.unrecorded.length;
  const idle = async (): Promise<void> => {
    await payments.idle();
    for (const report of here.unrecorded.slice(reported)) note(reportOf(report));
    reported = here.unrecorded.length;
    for (const call of open) {
      const standing = calls[call]?.standing;
      if (standing === undefined || standing.state === 'open') continue;
      open.delete(call);
      trace.push({ on: 'ended', call, end: endOf(standing), at: standing.at });
    }
    note({ on: 'idle', sleepers: here.sleeps.filter(({ state }) => state === 'sleeping').length });
  };
  return {
    ...payments,
    trace,
    calls,
    pay: (processor, key, payload) => {
      note({ on: 'called', call: calls.length, processor, key, payload });
      open.add(calls.length);
      const call = payments.processors[processor]?.processPayment(key, payload);
      if (call === undefined) throw new RangeError(`there is no processor ${processor}`);
      calls.push(call);
      return call;
    },
    idle,
    nextInstant: async () => {
      const due = here.clock.nextDue();
      if (due === undefined) return false;
      await payments.clock.advance(due - here.clock.now());
      await idle();
      return true;
    },
    breach: (isOver = true) => judgeTrace(trace, { ...ORDINARY_CONFIG, ...options.config }, isOver),
  };
}

function reportOf(report: unknown): Happening {
  return { on: 'unrecorded', key: String(memberOf(report, 'key')), status: String(memberOf(report, 'status')) };
}

function endOf(standing: Exclude<Standing<JsonValue>, { readonly state: 'open' }>): CallEnd {
  if (standing.state === 'resolved') return { resolved: standing.value };
  const { error } = standing;
  if (error instanceof SubjectFailure) throw error;
  if (!isPaymentError(error) || typeof error.code !== 'string') return { code: describeThrown(error) };
  const { details } = error;
  return {
    code: error.code,
    details: { paymentId: memberOf(details, 'paymentId'), attempts: memberOf(details, 'attempts') },
  };
}
