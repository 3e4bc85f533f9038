import { describe, expect } from 'vitest';
import { declinedError, otherError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { at, ending, paid, settled } from './scenarios/outcomes.ts';
import { FALSY_RESPONSES } from './scenarios/responses.ts';
import { paysExpired, replays, startsAfresh } from './scenarios/taken-for-granted.ts';

const TTL_MS = 2_000;
const CONFIG = { maxAttempts: 1, attemptTimeoutMs: 1_000_000 };

describe('expired keys', () => {
  const answers = {
    completed: { kind: 'approve' },
    failed: { kind: 'fail', error: declinedError() },
    pending: { kind: 'hold' },
  } as const;
  for (const status of ['completed', 'failed', 'pending'] as const) {
    for (const which of ['the same', 'another'] as const) {
      for (const late of [0, 1, 1_000_000]) {
        rule('P13', `a ${status} key pays for ${which} payload ${late} ms after it expired`, async () => {
          const { processors, provider, store, clock, idle } = await openPayments({
            ttlMs: TTL_MS,
            processors: 2,
            config: { ...CONFIG, attemptTimeoutMs: 1e9 },
          });
          provider.script(answers[status]);
          const key = values().key();
          const payload = values().payload();
          const first = at(processors, 0, 'processor').processPayment(key, payload);
          if (status !== 'pending') await settled([first]);
          else await idle();
          await clock.advance(TTL_MS + late);
          provider.script({ kind: 'approve' });
          const next = which === 'the same' ? payload : values().payload();
          const second = at(processors, 1, 'processor').processPayment(key, next);
          await paid(second);
          expect(provider.charges.length, 'calls of the provider').toBe(2);
          expect(provider.charges[1]?.payload, 'payload of the new payment').toEqual(next);
          expect(store.model?.record(key)?.status, 'status of the record').toBe('completed');
        });
      }
    }
  }

  for (const [name, response] of [...FALSY_RESPONSES, ['an object', { receipt: 1 }] as const]) {
    rule('P13', `the response ${name} is forgotten at its own processor when the key expires`, async () => {
      const { processor, provider, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
      provider.script({ kind: 'approve', response });
      const key = values().key();
      const payload = values().payload();
      await paid(processor.processPayment(key, payload));
      await clock.advance(TTL_MS);
      await paid(processor.processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  rule('P13', 'another payload is paid under a key that expired at its own processor', async () => {
    if (!(await replays())) return;
    const { processor, provider, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    const key = values().key();
    const [one, other] = [values().payload(), values().payload()];
    await paid(processor.processPayment(key, one));
    await clock.advance(TTL_MS);
    const second = await paid(processor.processPayment(key, other));
    expect(await paid(processor.processPayment(key, other)), 'the replayed response').toEqual(second);
    expect(provider.charges.length, 'calls of the provider').toBe(2);
  });

  rule('P13', 'a payload that was refused is paid when the key has expired', async () => {
    if (!(await startsAfresh())) return;
    const { processor, provider, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    const key = values().key();
    const payload = values().payload();
    await paid(processor.processPayment(key, values().payload()));
    await settled([processor.processPayment(key, payload)]);
    await clock.advance(TTL_MS);
    const charges = provider.charges.length;
    await paid(processor.processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(charges + 1);
  });

  rule('P13', 'a key whose outcome could not be recorded is paid anew at its own processor', async () => {
    if (!(await startsAfresh())) return;
    const { processor, provider, store, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    store.next('updateStatus', { kind: 'before', error: otherError() });
    const key = values().key();
    const payload = values().payload();
    await settled([processor.processPayment(key, payload)]);
    const charges = provider.charges.length;
    await clock.advance(TTL_MS);
    await paid(processor.processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(charges + 1);
  });

  rule('P5', 'another payload is paid under a key that expired while its payment is in flight here', async () => {
    if (!(await paysExpired())) return;
    const { processor, provider, clock, idle } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    provider.script({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = processor.processPayment(key, values().payload());
    await idle();
    await clock.advance(TTL_MS);
    await paid(processor.processPayment(key, payload));
    expect(provider.charges.map((charge) => charge.payload)[1], 'payload of the new payment').toEqual(payload);
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    await settled([first]);
  });

  rule(
    'P13',
    'a payload that was refused is paid when the key has expired, though the first is in flight',
    async () => {
      if (!(await startsAfresh())) return;
      const { processor, provider, clock, idle } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
      provider.script({ kind: 'hold' }, { kind: 'hold' });
      const [key, other] = [values().key(), values().key()];
      const payload = values().payload();
      const first = [key, other].map((each) => processor.processPayment(each, values().payload()));
      await idle();
      const held = [...provider.charges];
      const refusal = processor.processPayment(key, payload);
      await idle();
      await clock.advance(TTL_MS);
      const control = processor.processPayment(other, payload);
      await idle();
      const again = processor.processPayment(key, payload);
      await idle();
      // That another payload does not wait for the call in flight is the rule of mismatches.
      if (control.state === 'resolved')
        expect(ending(again), 'how the call of the expired key stands').toBe('resolved');
      for (const charge of held) charge.answer({ kind: 'approve' });
      await settled([...first, refusal, control, again]);
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
    },
  );

  rule('P13', 'a key is paid anew as often as it expires', async () => {
    if (!(await replays())) return;
    const { processor, provider, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    const key = values().key();
    const payload = values().payload();
    for (let round = 1; round <= 6; round += 1) {
      const response = await paid(processor.processPayment(key, payload));
      expect(await paid(processor.processPayment(key, payload)), `replay in round ${round}`).toEqual(response);
      await clock.advance(TTL_MS);
    }
    expect(provider.charges.length, 'calls of the provider').toBe(6);
  });

  rule('P13', 'a payment counts from its claim, not from its end', async () => {
    if (!(await replays())) return;
    const { processor, provider, clock } = await openPayments({ ttlMs: TTL_MS, config: CONFIG });
    provider.script({ kind: 'approve', afterMs: TTL_MS - 100 });
    const key = values().key();
    const payload = values().payload();
    const first = await paid(processor.processPayment(key, payload));
    await clock.advance(99);
    expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(first);
    await clock.advance(1);
    await paid(processor.processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(2);
  });
});
