import { describe, expect } from 'vitest';
import { SubjectError } from '../../../grader/judge/failures.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { paid, refused, settled } from './scenarios/outcomes.ts';

describe('keys', () => {
  const invalid: readonly (readonly [string, string])[] = [
    ['the empty string', ''],
    ['256 letters', 'k'.repeat(256)],
    ['10,000 letters', 'k'.repeat(10_000)],
    ['128 emoji, 256 units', '\u{1f4b6}'.repeat(128)],
    ['a letter and 128 emoji', `k${'\u{1f4b6}'.repeat(128)}`],
    ['256 blanks', ' '.repeat(256)],
  ];
  for (const [name, key] of invalid) {
    rule('P15', `the key of ${name} is refused before the store is asked`, async () => {
      const { processor, provider, store } = await openPayments();
      await refused(processor.processPayment(key, values().payload()), 'INVALID_REQUEST');
      expect(store.calls.length, 'store calls').toBe(0);
      expect(provider.charges.length, 'calls of the provider').toBe(0);
      await paid(processor.processPayment(values().key(), values().payload()));
    });
  }

  const valid: readonly (readonly [string, string])[] = [
    ['one letter', 'k'],
    ['255 letters', 'k'.repeat(255)],
    ['one blank', ' '],
    ['a null character', '\u0000'],
    ['one emoji', '\u{1f4b6}'],
    ['a letter and 127 emoji, 255 units', `k${'\u{1f4b6}'.repeat(127)}`],
    ['255 letters of three bytes each', '\u20ac'.repeat(255)],
    ['half an emoji', '\ud83d'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['two lines', 'a\nb'],
    ['a carriage return', '\r'],
    ['a line separator', '\u2028'],
  ];
  for (const [name, key] of valid) {
    rule('P15', `the key of ${name} is valid`, async () => {
      const { processor, provider, store } = await openPayments();
      const payload = values().payload();
      await paid(processor.processPayment(key, payload));
      await settled([processor.processPayment(key, payload)]);
      expect(store.callsOf('insertPending')[0]?.args[0], 'the key that was claimed').toBe(key);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }
});

describe('options', () => {
  const wrong = {
    maxAttempts: [0, -1, 1.5, 0.5, Number.NaN, Infinity, -Infinity, 2.000000001],
    retryDelayMs: [-1, -0.001, Number.NaN, Infinity, -Infinity],
    maxRetryDelayMs: [-1, -0.001, Number.NaN, Infinity, -Infinity],
    attemptTimeoutMs: [0, -0, -1, Number.NaN, Infinity, -Infinity],
  } as const;
  const right = {
    maxAttempts: [1, 2, 1_000_000, 2 ** 40],
    retryDelayMs: [0, 0.5, 1e12],
    maxRetryDelayMs: [0, 0.5, 1e12],
    attemptTimeoutMs: [0.25, 1, 1e12],
  } as const;
  for (const name of ['maxAttempts', 'retryDelayMs', 'maxRetryDelayMs', 'attemptTimeoutMs'] as const) {
    for (const value of wrong[name]) {
      rule('P15', `${name} of ${Object.is(value, -0) ? '-0' : value} is refused with a ConfigError`, async () => {
        const error: unknown = await openPayments({ config: { [name]: value }, atOnce: true }).then(
          () => 'no error at all',
          (reason: unknown) => reason,
        );
        const classes = error instanceof SubjectError ? error.classes : [String(error)];
        expect(classes, 'classes of what the factory threw').toContain('ConfigError');
        const { processor, provider } = await openPayments();
        await paid(processor.processPayment(values().key(), values().payload()));
        expect(provider.charges.length, 'charges under right options').toBe(1);
      });
    }
    for (const value of right[name]) {
      rule('P15', `${name} of ${value} works`, async () => {
        const { processor, provider } = await openPayments({ config: { [name]: value } });
        const response = values().response();
        provider.script({ kind: 'approve', response });
        const call = processor.processPayment(values().key(), values().payload());
        expect(await paid(call), 'response').toEqual(response);
      });
    }
  }

  rule('P15', 'the smallest of all options work together', async () => {
    const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 1 };
    const { processor, provider } = await openPayments({ config });
    await paid(processor.processPayment(values().key(), values().payload()));
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P15', 'a delay above the longest delay is no mistake', async () => {
    const { processor, provider } = await openPayments({ config: { retryDelayMs: 1_000, maxRetryDelayMs: 10 } });
    await paid(processor.processPayment(values().key(), values().payload()));
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });
});
