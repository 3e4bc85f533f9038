import { describe, expect } from 'vitest';
import type { ThrowSpec } from '../../../grader/wire/messages.ts';
import {
  declinedError,
  idempotencyError,
  networkError,
  otherError,
  theVery,
  thrownValue,
} from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { failing } from './scenarios/attempts.ts';
import { at, refused, refusedFor, times } from './scenarios/outcomes.ts';
import { triesAgainAfter } from './scenarios/taken-for-granted.ts';

const FAULTS: readonly (readonly [name: string, error: () => ThrowSpec])[] = [
  ['an Error', () => otherError()],
  ['a TypeError', () => ({ class: 'TypeError', args: ['x is not a function'], handle: 'thrown:type' })],
  [
    'a PaymentError',
    () => ({ class: 'PaymentError', args: ['DECLINED', 'by someone else'], handle: 'thrown:payment' }),
  ],
  ['a ConfigError', () => ({ class: 'ConfigError', args: ['of the provider'], handle: 'thrown:config' })],
  ['an IdempotencyError', () => idempotencyError('EXPIRED', 'k')],
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

  for (const kind of ['fail', 'throw'] as const) {
    rule(
      'P7',
      `a provider that ${kind === 'fail' ? 'rejects with' : 'throws'} a DeclinedError has declined, once`,
      async () => {
        const { processor, provider } = await openPayments();
        const error = declinedError();
        provider.script({ kind, error });
        const call = processor.processPayment(values().key(), values().payload());
        await refusedFor(call, 'DECLINED', theVery(error));
        expect(provider.charges.length, 'calls of the provider').toBe(1);
        expect(call.settledAt, 'when the call settled').toBe(START);
      },
    );
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
      const { processor, provider } = await openPayments();
      const last = errors.at(-1) ?? otherError();
      provider.script(...errors.slice(0, -1).map((error) => ({ kind: 'fail', error }) as const));
      // For ever: how often a payment is tried is another rule's business.
      provider.otherwise({ kind: 'fail', error: last });
      const error = await refused(processor.processPayment(values().key(), values().payload()), code);
      const { paymentId } = at(provider.charges, 0, 'charge');
      expect(error.details, 'details of the error').toMatchObject({ paymentId, attempts: provider.charges.length });
    });
  }

  rule('P7', 'a second failure of the key counts its own attempts under the first payment id', async () => {
    if (!(await triesAgainAfter(declinedError()))) return;
    const { processors, provider } = await openPayments({ processors: 2 });
    const key = values().key();
    const payload = values().payload();
    provider.script(failing('N'), failing('N'), { kind: 'fail', error: declinedError() });
    await refused(at(processors, 0, 'processor').processPayment(key, payload), 'DECLINED');
    provider.script(failing('N'), { kind: 'fail', error: otherError() });
    const error = await refused(at(processors, 1, 'processor').processPayment(key, payload), 'PROVIDER_FAULT');
    const { paymentId } = at(provider.charges, 0, 'charge');
    expect(error.details, 'details of the second error').toMatchObject({ paymentId, attempts: 2 });
  });
});
