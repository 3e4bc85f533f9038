import { describe, expect, it } from 'vitest';
import type { ProcessorConfig } from '../../grader/judge/contract.ts';
import { judgeTrace } from '../../grader/judge/judge-trace.ts';
import type { CallEnd, ChargeAnswer, Happening, TraceEvent } from '../../grader/judge/trace.ts';

const CONFIG: ProcessorConfig = { maxAttempts: 3, retryDelayMs: 100, maxRetryDelayMs: 150, attemptTimeoutMs: 1_000 };
const RECEIPT = { receipt: 1 };

type Timed = readonly [at: number, happening: Happening];

/** Happenings at 0 ms, unless they say when. */
function traceOf(steps: readonly (Happening | Timed)[]): TraceEvent[] {
  return steps.map((step) => ('on' in step ? { ...step, at: 0 } : { ...step[1], at: step[0] }));
}

function broken(...steps: readonly (Happening | Timed)[]): string | undefined {
  return judgeTrace(traceOf(steps), CONFIG)?.rule;
}

const called = (call: number, processor = 0, payload = 'p'): Happening => ({
  on: 'called',
  call,
  processor,
  key: 'k',
  payload,
});
const claimed = (claim: number, processor = 0, fingerprint = 'f'): Happening => {
  return { on: 'claimed', claim, processor, key: 'k', fingerprint };
};
const inserted = (claim: number, paymentId = 'id'): Happening => {
  return { on: 'claim-answered', claim, answer: { outcome: 'inserted', token: `token ${claim}`, paymentId } };
};
const pending = (claim: number): Happening => {
  return { on: 'claim-answered', claim, answer: { outcome: 'duplicate', status: 'pending' } };
};
const completed = (claim: number): Happening => {
  return { on: 'claim-answered', claim, answer: { outcome: 'duplicate', status: 'completed', response: RECEIPT } };
};
const mismatch = (claim: number): Happening => ({ on: 'claim-answered', claim, answer: { outcome: 'mismatch' } });
const refused = (claim: number): Happening => ({ on: 'claim-answered', claim, answer: { outcome: 'broken' } });
const charged = (charge: number, attempt = 1, paymentId = 'id', payload = 'p'): Happening => {
  return { on: 'charged', charge, paymentId, attempt, payload };
};
const answered = (charge: number, outcome: Exclude<ChargeAnswer['outcome'], 'approved'>): Happening => {
  return { on: 'charge-answered', charge, answer: { outcome } };
};
const approved = (charge: number): Happening => {
  return { on: 'charge-answered', charge, answer: { outcome: 'approved', response: RECEIPT } };
};
const aborted = (charge: number): Happening => ({ on: 'aborted', charge });
const settling = (settled: number, status: 'completed' | 'failed' = 'completed'): Happening => {
  const outcome = status === 'failed' ? { status } : { status, response: RECEIPT };
  return { on: 'settling', settling: settled, key: 'k', token: `token ${settled}`, outcome };
};
const recorded = (settled: number, isRecorded = true): Happening => {
  return { on: 'settling-answered', settling: settled, recorded: isRecorded };
};
const ended = (call: number, end: CallEnd): Happening => ({ on: 'ended', call, end });
const resolved = (call: number): Happening => ended(call, { resolved: RECEIPT });
const failed = (call: number, code: string, attempts?: number): Happening => {
  return ended(call, attempts === undefined ? { code } : { code, details: { paymentId: 'id', attempts } });
};
const report = (status: string): Happening => ({ on: 'unrecorded', key: 'k', status });
const idle: Happening = { on: 'idle', sleepers: 1 };

const PAID = [called(0), claimed(0), inserted(0), charged(0), approved(0), settling(0), recorded(0), resolved(0), idle];
const STARTED = [called(0), claimed(0), inserted(0), charged(0), idle];
/** Two network failures, and the third attempt is under way. */
const LAST_ATTEMPT: readonly (Happening | Timed)[] = [
  ...[...STARTED, answered(0, 'network'), idle],
  ...([charged(1, 2), answered(1, 'network'), idle] as const).map((happening): Timed => [100, happening]),
  ...([charged(2, 3), idle] as const).map((happening): Timed => [250, happening]),
];

/** Three attempts that the network has eaten. */
const EXHAUSTED: readonly (Happening | Timed)[] = [
  ...[...STARTED, answered(0, 'network'), idle],
  ...[[100, charged(1, 2)] as const, [100, answered(1, 'network')] as const, [100, idle] as const],
  ...[[250, charged(2, 3)] as const, [250, answered(2, 'network')] as const],
];

/** The same at another key. */
function other(happening: Happening): Happening {
  return 'key' in happening ? { ...happening, key: 'other' } : happening;
}

describe('what a correct processor may leave', () => {
  it.each<readonly [string, readonly (Happening | Timed)[]]>([
    ['nothing', []],
    ['a payment', PAID],
    ['a replay', [...PAID, called(1), claimed(1), completed(1), resolved(1), idle]],
    ['a replay by a read alone', [...PAID, called(1), readOf('completed'), resolved(1), idle]],
    [
      'a refusal by a read alone',
      [...STARTED, called(1, 1), readOf('pending', 1), failed(1, 'IN_PROGRESS'), idle, ...rest()],
    ],
    [
      'a read that shows nothing before the claim',
      [called(0), { on: 'read', processor: 0, key: 'k' }, ...PAID.slice(1)],
    ],
    ['a call that joins', [...STARTED, called(1), idle, ...rest(resolved(0), resolved(1))]],
    [
      'joined calls that are answered before the first',
      [...STARTED, called(1), ...rest(resolved(1), resolved(0)), idle],
    ],
    ['the second of two that claim is the winner', twoClaims()],
    [
      'a retry after its pause',
      [...STARTED, answered(0, 'network'), idle, [100, charged(1, 2)], [100, approved(1)], ...later(100)],
    ],
    [
      'a timeout, whose late answer is ignored',
      [
        ...STARTED,
        [1_000, aborted(0)],
        [1_050, approved(0)],
        [1_050, idle],
        [1_100, charged(1, 2)],
        [1_100, approved(1)],
        ...later(1_100),
      ],
    ],
    ['an answer at the instant of the timeout that counts', [...STARTED, [1_000, approved(0)], ...later(1_000)]],
    [
      'an answer at the instant of the timeout that does not count',
      [
        ...STARTED,
        [1_000, approved(0)],
        [1_000, aborted(0)],
        [1_000, idle],
        [1_100, charged(1, 2)],
        [1_100, approved(1)],
        ...later(1_100),
      ],
    ],
    [
      'a last timeout that is settled before its signal aborts, in one turn',
      [...LAST_ATTEMPT, [1_250, settling(0, 'failed')], [1_250, aborted(2)], ...givenUp(1_250)],
    ],
    [
      'a decline, settled and told',
      [...STARTED, answered(0, 'declined'), settling(0, 'failed'), recorded(0), failed(0, 'DECLINED', 1), idle],
    ],
    [
      'a success that could not be recorded and is reported',
      [...STARTED, approved(0), settling(0), recorded(0, false), report('completed'), resolved(0), idle],
    ],
    ['a claim that the store refuses', [called(0), claimed(0), refused(0), failed(0, 'STORE_UNAVAILABLE'), idle]],
    [
      'another payload that is refused',
      [...STARTED, called(1, 0, 'q'), claimed(1, 0, 'g'), mismatch(1), failed(1, 'PAYLOAD_MISMATCH'), idle, ...rest()],
    ],
    ['an owner that comes back after its key expired', staleOwner()],
  ])('%s', (_what, steps) => {
    expect(judgeTrace(traceOf(steps), CONFIG)).toBeUndefined();
  });

  it('a retry that begins before the signal of the timeout aborts, in one turn', () => {
    const steps = [...STARTED, [1_000, charged(1, 2)], [1_000, aborted(0)], [1_000, approved(1)]] as const;
    expect(judgeTrace(traceOf([...steps, ...later(1_000)]), { ...CONFIG, retryDelayMs: 0 })).toBeUndefined();
  });
});

/** How calls are told that the last attempt has failed, and was settled so. */
function givenUp(at: number): Timed[] {
  const ends = [idle, recorded(0), failed(0, 'RETRIES_EXHAUSTED', 3), idle];
  return ends.map((happening) => [at, happening] as const);
}

/** How a payment under way comes to its end. */
function rest(...ends: readonly Happening[]): Happening[] {
  return [approved(0), settling(0), recorded(0), ...(ends.length > 0 ? ends : [resolved(0)]), idle];
}

function later(at: number): Timed[] {
  return [settling(0), recorded(0), resolved(0), idle].map((happening) => [at, happening] as const);
}

function readOf(status: 'pending' | 'completed' | 'failed', processor = 0): Happening {
  const record = { status, fingerprint: 'f', ...(status === 'completed' ? { response: RECEIPT } : {}) };
  return { on: 'read', processor, key: 'k', record };
}

function twoClaims(): Happening[] {
  return [
    ...[called(0), called(1, 1), claimed(0), claimed(1, 1), idle],
    ...[inserted(1), charged(0), idle, pending(0), failed(0, 'IN_PROGRESS'), idle],
    ...[approved(0), settling(1), recorded(1), resolved(1), idle],
  ];
}

function staleOwner(): Happening[] {
  return [
    ...STARTED,
    ...[called(1, 1), claimed(1, 1), inserted(1, 'other id'), charged(1, 1, 'other id'), idle],
    ...[approved(0), settling(0), recorded(0, false), report('completed'), resolved(0), idle],
    ...[approved(1), settling(1), recorded(1), resolved(1), idle],
  ];
}

describe('what breaks a rule, the first one that it breaks', () => {
  it.each<readonly [string, string, readonly (Happening | Timed)[]]>([
    ['P1', 'the call never claims', [called(0), idle]],
    ['P1', 'nothing is charged after the claim', [called(0), claimed(0), inserted(0), { on: 'idle', sleepers: 0 }]],
    ['P1', 'a success is not settled', [...STARTED, approved(0), idle]],
    ['P1', 'the call ends before its outcome is recorded', [...STARTED, approved(0), settling(0), resolved(0), idle]],
    ['P1', 'the call never ends', [...STARTED, approved(0), settling(0), recorded(0), idle]],
    [
      'P2',
      'a replay is another response',
      [...PAID, called(1), claimed(1), completed(1), ended(1, { resolved: null })],
    ],
    ['P2', 'a completed key is charged again', [...PAID, called(1), claimed(1), completed(1), charged(1)]],
    ['P3', 'a call that should join claims', [...STARTED, called(1), claimed(1)]],
    ['P3', 'a call that joined is left behind', [...STARTED, called(1), idle, ...rest(), idle]],
    ['P3', 'a later call is answered without asking the store', [...PAID, called(1), resolved(1)]],
    [
      'P4',
      'a key that is pending elsewhere is charged',
      [...STARTED, called(1, 1), claimed(1, 1), pending(1), charged(1)],
    ],
    ['P4', 'a call waits for the other processor', [...STARTED, called(1, 1), claimed(1, 1), pending(1), idle]],
    ['P5', 'another payload is replayed', [...PAID, called(1, 0, 'q'), claimed(1, 0, 'g'), mismatch(1), resolved(1)]],
    ['P5', 'equal payloads have different fingerprints', [...PAID, called(1), claimed(1, 0, 'g')]],
    ['P5', 'different payloads have one fingerprint', [...PAID, called(1, 0, 'q'), claimed(1)]],
    ['P6', 'a retry comes too early', [...STARTED, answered(0, 'network'), idle, [99, charged(1, 2)]]],
    ['P6', 'a retry comes too late', [...STARTED, answered(0, 'network'), idle, [101, charged(1, 2)]]],
    ['P6', 'nothing will ever retry', [...STARTED, answered(0, 'network'), { on: 'idle', sleepers: 0 }]],
    ['P6', 'the second attempt calls itself the first', [...STARTED, answered(0, 'network'), [100, charged(1, 1)]]],
    [
      'P7',
      'a decline is retried',
      [...STARTED, answered(0, 'declined'), settling(0, 'failed'), recorded(0), charged(1, 2)],
    ],
    [
      'P7',
      'the details are wrong',
      [...STARTED, answered(0, 'declined'), settling(0, 'failed'), recorded(0), failed(0, 'DECLINED', 2)],
    ],
    ['P8', 'an attempt has an id of its own', [...STARTED, answered(0, 'network'), [100, charged(1, 2, 'new id')]]],
    ['P8', 'two keys are paid under one id', [...STARTED, other(called(1)), other(claimed(1, 0, 'g')), inserted(1)]],
    ['P9', 'a failure is not settled', [...STARTED, answered(0, 'declined'), { on: 'idle', sleepers: 0 }]],
    [
      'P9',
      'a key that was read as failed is refused',
      [
        ...[...STARTED, answered(0, 'declined'), settling(0, 'failed'), recorded(0), failed(0, 'DECLINED', 1), idle],
        ...[called(1), readOf('failed'), failed(1, 'IN_PROGRESS'), idle],
      ],
    ],
    ['P9', 'a failure is told before it is settled', [...STARTED, answered(0, 'declined'), failed(0, 'DECLINED', 1)]],
    ['P7', 'a decline is slept on, to be tried again', [...STARTED, answered(0, 'declined'), idle]],
    [
      'P7',
      'a failure that exhausts the retries lacks its details',
      [...EXHAUSTED, [250, settling(0, 'failed')], [250, recorded(0)], [250, failed(0, 'RETRIES_EXHAUSTED')]],
    ],
    ['P3', 'who has joined claims for itself', [called(0), called(1), claimed(0), refused(0), claimed(1)]],
    ['P11', 'a refused claim is made again', [called(0), claimed(0), refused(0), claimed(1)]],
    ['P10', 'an attempt is aborted too early', [...STARTED, [999, aborted(0)]]],
    [
      'P6',
      'a last timeout is settled in one turn, and its signal aborts in another',
      [...LAST_ATTEMPT, [1_250, settling(0, 'failed')], [1_250, idle], [1_250, aborted(2)]],
    ],
    ['P10', 'an attempt is never aborted', [...STARTED, [1_001, idle]]],
    ['P10', 'a finished attempt is aborted', [...PAID, aborted(0)]],
    ['P11', 'a refused claim goes on to the provider', [called(0), claimed(0), refused(0), charged(0, 1, 'made up')]],
    ['P12', 'a success is settled as failed', [...STARTED, approved(0), settling(0, 'failed')]],
    ['P12', 'an outcome is settled twice', [...STARTED, approved(0), settling(0), recorded(0, false), settling(0)]],
    [
      'P12',
      'an unrecorded outcome is not reported',
      [...STARTED, approved(0), settling(0), recorded(0, false), resolved(0), idle],
    ],
    ['P12', 'a recorded outcome is reported', [...STARTED, approved(0), settling(0), recorded(0), report('completed')]],
    ['P14', 'the provider gets another payload', [called(0), claimed(0), inserted(0), charged(0, 1, 'id', 'q')]],
  ])('%s: %s', (rule, _what, steps) => {
    expect(broken(...steps)).toBe(rule);
  });
});

it('names what had to happen and what happened, in one line', () => {
  const trace = traceOf([...STARTED, answered(0, 'network'), idle, [50, charged(1, 2)]]);
  expect(judgeTrace(trace, CONFIG)).toEqual({
    rule: 'P6',
    key: 'k',
    message: 'attempt 2 must start when its pause is over, and starts 50 ms too early',
  });
});
