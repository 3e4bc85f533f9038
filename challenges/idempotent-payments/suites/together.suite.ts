import { describe, expect } from 'vitest';
import { networkError, otherError } from '../../../grader/judge/errors.ts';
import { openPayments, type PaymentsOptions } from '../../../grader/judge/open-payments.ts';
import { keep, scramble, shareParts } from '../../../grader/judge/open-store.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { BAD_ENDINGS, failAll } from './scenarios/endings.ts';
import { at, paid, refused, refusedFor, rereadResponse, settled, times } from './scenarios/outcomes.ts';
import { PAYLOAD_PAIRS } from './scenarios/payload-pairs.ts';
import { RESPONSES } from './scenarios/responses.ts';

const TTL_MS = 10_000;
const OWN: PaymentsOptions = { store: 'own', processors: 2, ttlMs: TTL_MS };

describe('the life of a key on the own store', () => {
  for (const [name, response] of RESPONSES) {
    rule('W1', `paid, replayed, refused, expired and paid again, with the response ${name}`, async () => {
      const { processors, provider, clock } = await openPayments(OWN);
      provider.script({ kind: 'approve', response });
      const key = values().key();
      const [payload, other] = [values().payload(), values().payload()];
      expect(await paid(at(processors, 0, 'processor').processPayment(key, payload)), 'response').toEqual(response);
      await clock.advance(TTL_MS - 1);
      for (const processor of processors) {
        expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(response);
        await refused(processor.processPayment(key, other), 'PAYLOAD_MISMATCH');
      }
      expect(provider.charges.length, 'calls of the provider before the key expires').toBe(1);
      await clock.advance(1);
      const fresh = values().response();
      provider.script({ kind: 'approve', response: fresh });
      const again = at(processors, 1, 'processor').processPayment(key, other);
      expect(await paid(again), 'response of the new payment').toEqual(fresh);
      await refused(at(processors, 0, 'processor').processPayment(key, payload), 'PAYLOAD_MISMATCH');
      expect(provider.moved.length, 'payments for which money has moved').toBe(2);
    });
  }

  for (const [index, ending] of BAD_ENDINGS.entries()) {
    for (const failures of [1, 2, 5]) {
      rule('W1', `${failures} times ${ending.name}, then a success, all under one payment id`, async () => {
        const { processors, provider } = await openPayments(OWN);
        const key = values().key();
        const payload = values().payload();
        for (let round = 0; round < failures; round += 1) {
          const cause = failAll(provider, ending);
          const processor = at(processors, (round + index) % 2, 'processor');
          await refusedFor(processor.processPayment(key, payload), ending.code, cause);
          await refused(processor.processPayment(key, values().payload()), 'PAYLOAD_MISMATCH');
        }
        const response = values().response();
        provider.otherwise({ kind: 'approve', response });
        for (const processor of [...processors, ...processors]) {
          expect(await paid(processor.processPayment(key, payload)), 'response').toEqual(response);
        }
        const ids = new Set(provider.charges.map((charge) => charge.paymentId));
        expect(ids.size, 'payment ids at the provider').toBe(1);
        expect(provider.moved.length, 'payments for which money has moved').toBe(1);
      });
    }
  }

  for (const lost of [1, 2, 3, 4]) {
    rule('W1', `${lost} lost answers over several calls and two processors move money once`, async () => {
      const { processors, provider } = await openPayments({ ...OWN, config: { maxAttempts: 2 } });
      provider.script(...times(lost, () => ({ kind: 'fail', error: networkError(), moved: true }) as const));
      const key = values().key();
      const payload = values().payload();
      const calls = times(3, (index) => at(processors, index % 2, 'processor'));
      for (const processor of calls) await settled([processor.processPayment(key, payload)]);
      await paid(at(processors, 1, 'processor').processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBe(lost + 1);
      expect(provider.moved.length, 'payments for which money has moved').toBe(1);
    });
  }

  rule('W1', 'a re-claimed record lives on from its re-claim', async () => {
    const { processors, provider, clock } = await openPayments(OWN);
    provider.script({ kind: 'fail', error: otherError() });
    const key = values().key();
    const payload = values().payload();
    await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
    await clock.advance(TTL_MS - 1);
    const response = await paid(at(processors, 1, 'processor').processPayment(key, payload));
    await clock.advance(TTL_MS - 1);
    expect(await paid(at(processors, 0, 'processor').processPayment(key, payload)), 'the replay').toEqual(response);
    await clock.advance(1);
    await paid(at(processors, 0, 'processor').processPayment(key, payload));
    const ids = provider.charges.map((charge) => charge.paymentId);
    expect([ids.length, new Set(ids).size], 'charges, and payment ids among them').toEqual([3, 2]);
  });
});

describe('keys and payloads on the own store', () => {
  const odd = ['__proto__', 'constructor', 'k'.repeat(255), '\u{1f4b6}', ' ', '\u0000', 'toString', '0'];
  for (const key of odd) {
    rule('W1', `the key ${JSON.stringify(key.slice(0, 12))} and its neighbour are two payments`, async () => {
      const { processors, provider } = await openPayments(OWN);
      const payload = values().payload();
      const neighbour = `${key.slice(1)}~`;
      const [one, other] = [values().response(), values().response()];
      provider.script({ kind: 'approve', response: one }, { kind: 'approve', response: other });
      await paid(at(processors, 0, 'processor').processPayment(key, payload));
      await paid(at(processors, 0, 'processor').processPayment(neighbour, payload));
      const again = at(processors, 1, 'processor');
      expect(await paid(again.processPayment(key, payload)), 'the replay of the key').toEqual(one);
      expect(await paid(again.processPayment(neighbour, payload)), 'the replay of its neighbour').toEqual(other);
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  for (const { name, draw, equal } of PAYLOAD_PAIRS.filter((_, index) => index % 6 === 1)) {
    rule('W1', `${name}: ${equal ? 'one payment' : 'a mismatch'}, under way, completed and failed`, async () => {
      const [one, other] = draw();
      const { processors, provider, idle } = await openPayments(OWN);
      provider.script({ kind: 'fail', error: otherError() }, { kind: 'hold' });
      const [here, there] = [at(processors, 0, 'processor'), at(processors, 1, 'processor')];
      const key = values().key();
      await settled([here.processPayment(key, one)]);
      if (!equal) await refused(there.processPayment(key, other), 'PAYLOAD_MISMATCH');
      const call = here.processPayment(key, one);
      await idle();
      await refused(there.processPayment(key, other), equal ? 'IN_PROGRESS' : 'PAYLOAD_MISMATCH');
      at(provider.charges, 1, 'charge').answer({ kind: 'approve' });
      const response = await paid(call);
      if (equal) expect(await paid(there.processPayment(key, other)), 'the replayed response').toEqual(response);
      else await refused(there.processPayment(key, other), 'PAYLOAD_MISMATCH');
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }
});

describe('copies on the own store', () => {
  const response = { receipt: 'r', lines: [{ id: 1, tags: ['x'] }] };

  rule('W1', 'callers who change their responses change nobody else’s', async () => {
    const { processors, provider, idle } = await openPayments(OWN);
    provider.script({ kind: 'approve', response, afterMs: 5 });
    const key = values().key();
    const payload = values().payload();
    const calls = times(3, () => at(processors, 0, 'processor').processPayment(key, payload));
    for (const call of calls) await paid(call);
    for (const processor of processors) {
      scramble(at(calls, calls.length - 1, 'call'));
      await idle();
      calls.push(processor.processPayment(key, payload));
      expect(await paid(at(calls, calls.length - 1, 'call')), 'the replayed response').toEqual(response);
    }
    expect(await rereadResponse(at(calls, 0, 'call')), 'response of the first caller').toEqual(response);
    expect(await shareParts(at(calls, 0, 'call'), at(calls, 3, 'call')), 'caller and replay share parts').toBe(false);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('W1', 'a provider that changes what it got and gave does not change the record', async () => {
    const { processors, provider, idle } = await openPayments(OWN);
    provider.script({ kind: 'approve', response });
    const key = values().key();
    const payload = { order: values().key(), lines: [{ sku: 'a' }] };
    await paid(at(processors, 0, 'processor').processPayment(key, payload));
    const charge = at(provider.charges, 0, 'charge');
    scramble(charge.payloadHandle);
    scramble(`answer:${charge.gate}`);
    await idle();
    for (const processor of processors) {
      expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(response);
    }
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('W1', 'a caller who changes the payload does not change what the key belongs to', async () => {
    const { processors, provider, idle } = await openPayments(OWN);
    const payload = { order: values().key(), lines: [{ sku: 'a' }] };
    const kept = keep(payload);
    const key = values().key();
    const call = at(processors, 0, 'processor').processPayment(key, kept);
    scramble(kept);
    await idle();
    const first = await paid(call);
    expect(provider.charges[0]?.payload, 'payload at the provider').toEqual(payload);
    expect(await paid(at(processors, 1, 'processor').processPayment(key, payload)), 'the replay').toEqual(first);
    await refused(at(processors, 0, 'processor').processPayment(key, kept), 'PAYLOAD_MISMATCH');
  });
});
