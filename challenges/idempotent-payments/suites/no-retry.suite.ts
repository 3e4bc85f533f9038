import { describe, expect } from 'vitest';
import type { ThrowSpec } from '../../../grader/wire/messages.ts';
import {
  declinedError,
  errorCalled,
  errorCausedBy,
  heirOf,
  idempotencyError,
  networkError,
  otherError,
  theVery,
  thrownValue,
} from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import type { Answer } from '../../../grader/judge/scripted-provider.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { failing } from './scenarios/attempts.ts';
import { idOf } from './scenarios/named-ids.ts';
import { at, refused, refusedFor, settled, times } from './scenarios/outcomes.ts';
import { timesOut, triesAgainAfter } from './scenarios/taken-for-granted.ts';

const FAULTS: readonly (readonly [name: string, error: () => ThrowSpec])[] = [
  ['an Error', () => otherError()],
  ['a TypeError', () => ({ class: 'TypeError', args: ['x is not a function'], handle: 'thrown:type' })],
  [
    'a PaymentError',
    () => ({ class: 'PaymentError', args: ['DECLINED', 'by someone else'], handle: 'thrown:payment' }),
  ],
  ['a ConfigError', () => ({ class: 'ConfigError', args: ['of the provider'], handle: 'thrown:config' })],
  ['an IdempotencyError', () => idempotencyError('EXPIRED', 'k')],
  ['an Error that is called AbortError', () => errorCalled('AbortError')],
  ['an Error that is called TimeoutError', () => errorCalled('TimeoutError')],
  ['an Error that tells of the network', () => otherError('network timeout: socket hang up, ETIMEDOUT')],
  ['an Error whose cause is a NetworkError', () => errorCausedBy(networkError())],
  ['a string', () => thrownValue('connection reset')],
  ["''", () => thrownValue('')],
  ['undefined', () => thrownValue(undefined)],
  ['null', () => thrownValue(null)],
  ['0', () => thrownValue(0)],
  ['false', () => thrownValue(false)],
  ['an object', () => thrownValue({ status: 503, retryable: true })],
  ['an object that is called NetworkError', () => thrownValue({ name: 'NetworkError', message: 'timeout' })],
  ['an object that is called DeclinedError', () => thrownValue({ name: 'DeclinedError', message: 'declined' })],
  ['an object that is called AbortError', () => thrownValue({ name: 'AbortError', message: 'aborted' })],
  ['an object that is called TimeoutError', () => thrownValue({ name: 'TimeoutError', message: 'timeout' })],
];

describe('failures that are not retried', () => {
  for (const [name, make] of FAULTS) {
    for (const kind of ['fail', 'throw'] as const) {
      const how = kind === 'fail' ? 'rejects with' : 'throws';
      rule('P7', `a provider that ${how} ${name} is at fault, once`, async () => {
        const { processor, provider } = await openPayments();
        const error = make();
        provider.script({ kind, error });
        const call = processor.processPayment(values().key(), values().payload());
        await refusedFor(call, 'PROVIDER_FAULT', theVery(error));
        expect(provider.charges.length, 'calls of the provider').toBe(1);
        expect(call.settledAt, 'when the call settled').toBe(START);
      });
    }
  }

  for (const [name, make] of [
    ['a DeclinedError', () => declinedError()],
    ['an error of a class that extends DeclinedError', () => heirOf(declinedError())],
  ] as const) {
    for (const kind of ['fail', 'throw'] as const) {
      rule(
        'P7',
        `a provider that ${kind === 'fail' ? 'rejects with' : 'throws'} ${name} has declined, once`,
        async () => {
          const { processor, provider } = await openPayments();
          const error = make();
          provider.script({ kind, error });
          const call = processor.processPayment(values().key(), values().payload());
          await refusedFor(call, 'DECLINED', theVery(error));
          expect(provider.charges.length, 'calls of the provider').toBe(1);
          expect(call.settledAt, 'when the call settled').toBe(START);
        },
      );
    }
  }

  for (const maxAttempts of [1, 2, 3, 4]) {
    for (const failed of times(maxAttempts, (index) => index)) {
      for (const [code, make] of [
        ['DECLINED', declinedError],
        ['PROVIDER_FAULT', otherError],
      ] as const) {
        rule('P7', `${code} in attempt ${failed + 1} of ${maxAttempts} ends the payment`, async () => {
          const { processor, provider } = await openPayments({ config: { maxAttempts } });
          const error = make();
          provider.script(...times(failed, () => failing('N')), { kind: 'fail', error, afterMs: 20 });
          const call = processor.processPayment(values().key(), values().payload());
          const refusal = await refusedFor(call, code, theVery(error));
          expect(provider.charges.length, 'calls of the provider').toBe(failed + 1);
          expect(refusal.details, 'details of the error').toMatchObject({ attempts: failed + 1 });
          expect(call.settledAt, 'when the call settled').toBe(provider.charges.at(-1)?.answeredAt);
        });
      }
    }
  }

  for (const afterMs of [1, 4_999]) {
    rule('P7', `a decline after ${afterMs} ms ends the payment at once`, async () => {
      const { processor, provider } = await openPayments();
      const error = declinedError();
      provider.script({ kind: 'fail', error, afterMs });
      const call = processor.processPayment(values().key(), values().payload());
      await refusedFor(call, 'DECLINED', theVery(error));
      expect(call.settledAt, 'when the call settled').toBe(START + afterMs);
    });
  }
});

function declined(): Answer {
  return { kind: 'fail', error: declinedError() };
}

describe('details of an error', () => {
  const endings: readonly (readonly [string, string, readonly ThrowSpec[]])[] = [
    ['a decline', 'DECLINED', [declinedError()]],
    ['a fault', 'PROVIDER_FAULT', [thrownValue('odd')]],
    ['a decline after a network failure', 'DECLINED', [networkError(), declinedError()]],
    ['a fault after two network failures', 'PROVIDER_FAULT', [networkError(), networkError(), otherError()]],
    ['exhausted retries', 'RETRIES_EXHAUSTED', [networkError()]],
  ];
  for (const [name, code, errors] of endings) {
    rule('P7', `after ${name} the error tells the payment id and the number of attempts`, async () => {
      const payments = await openPayments();
      const { processor, provider } = payments;
      const last = errors.at(-1) ?? otherError();
      provider.script(...errors.slice(0, -1).map((error) => ({ kind: 'fail', error }) as const));
      // For ever: how often a payment is tried is another rule's business.
      provider.otherwise({ kind: 'fail', error: last });
      const error = await refused(processor.processPayment(values().key(), values().payload()), code);
      const details = { paymentId: idOf(payments, 0), attempts: provider.charges.length };
      expect(error.details, 'details of the error').toMatchObject(details);
    });
  }

  const counted: readonly (readonly [string, string, readonly Answer[]])[] = [
    ['a decline thrown at the call', 'DECLINED', [{ kind: 'throw', error: declinedError() }]],
    ['a fault thrown at the call', 'PROVIDER_FAULT', [failing('N'), { kind: 'throw', error: otherError() }]],
    ['a decline after throws at the call', 'DECLINED', [failing('S'), failing('S'), declined()]],
    ['throws at the call', 'RETRIES_EXHAUSTED', times(3, () => failing('S'))],
    ['a decline after a timeout', 'DECLINED', [failing('T'), declined()]],
    [
      'a fault after two timeouts',
      'PROVIDER_FAULT',
      [failing('T'), failing('T'), { kind: 'fail', error: otherError() }],
    ],
    ['timeouts', 'RETRIES_EXHAUSTED', times(3, () => failing('T'))],
    ['a throw, a timeout and a network failure', 'RETRIES_EXHAUSTED', [failing('S'), failing('T'), failing('N')]],
  ];
  for (const [name, code, answers] of counted) {
    rule('P7', `after ${name} the error tells how often the provider was called`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider } = await openPayments();
      provider.script(...answers).otherwise({ kind: 'fail', error: networkError() });
      const error = await refused(processor.processPayment(values().key(), values().payload()), code);
      expect(error.details, 'details of the error').toMatchObject({ attempts: provider.charges.length });
    });
  }

  rule('P7', 'two payments that fail while their failures are being recorded have a cause each', async () => {
    const { processor, provider, store, idle } = await openPayments();
    const errors = [declinedError('the one'), declinedError('the other')];
    provider.script(...errors.map((error) => ({ kind: 'fail', error }) as const));
    store.next('updateStatus', { kind: 'hold' }, 2);
    const keys = times(2, () => values().key());
    const calls = keys.map((key) => processor.processPayment(key, key));
    for (let round = 1; round <= 2; round += 1) {
      await idle();
      for (const settling of store.callsOf('updateStatus').filter(({ isHeld }) => isHeld)) settling.release();
    }
    // Which of the two reaches the provider first is nobody's business.
    const payloads = () => provider.charges.map((charge) => charge.payload);
    for (const [index, call] of calls.entries()) {
      await settled([call]);
      const error = at(errors, payloads().indexOf(keys[index]), 'error');
      await refusedFor(call, 'DECLINED', theVery(error));
    }
  });

  for (const [code, make] of [
    ['DECLINED', declinedError],
    ['PROVIDER_FAULT', otherError],
  ] as const) {
    rule('P7', `two payments that end with ${code} for the very same object have details of their own`, async () => {
      const payments = await openPayments();
      const { processor, provider } = payments;
      const error = make();
      provider.script({ kind: 'fail', error }, failing('N')).otherwise({ kind: 'fail', error });
      for (const attempts of [1, 2]) {
        const first = provider.charges.length;
        const { details } = await refused(processor.processPayment(values().key(), values().payload()), code);
        expect(details, 'details of the error').toMatchObject({ paymentId: idOf(payments, first), attempts });
      }
    });
  }

  rule(
    'P7',
    'a second failure of the key counts its own attempts under the payment id that it was charged under',
    async () => {
      if (!(await triesAgainAfter(declinedError()))) return;
      const payments = await openPayments({ processors: 2 });
      const { processors, provider } = payments;
      const key = values().key();
      const payload = values().payload();
      provider.script(failing('N'), failing('N'), { kind: 'fail', error: declinedError() });
      await refused(at(processors, 0, 'processor').processPayment(key, payload), 'DECLINED');
      provider.script(failing('N'), { kind: 'fail', error: otherError() });
      const error = await refused(at(processors, 1, 'processor').processPayment(key, payload), 'PROVIDER_FAULT');
      // That this is the first one's payment id is the rule of payment ids.
      const paymentId = idOf(payments, provider.charges.length - 1);
      expect(error.details, 'details of the second error').toMatchObject({ paymentId, attempts: 2 });
    },
  );
});
