import { describe, expect } from 'vitest';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { keep } from '../../../grader/judge/open-store.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { at, ending, paid, refused } from './scenarios/outcomes.ts';
import { PAYLOAD_PAIRS } from './scenarios/payload-pairs.ts';
import { refusesElsewhere, replays } from './scenarios/taken-for-granted.ts';

describe('equality of payloads', () => {
  for (const { name, draw, equal } of PAYLOAD_PAIRS) {
    rule('P5', `a completed key with ${name} ${equal ? 'replays' : 'is refused'}`, async () => {
      if (equal && !(await replays())) return;
      const { processor, provider } = await openPayments();
      const [one, other] = draw();
      for (const [first, second] of [[one, other] as const, [other, one] as const]) {
        const key = values().key();
        const response = await paid(processor.processPayment(key, first));
        const charges = provider.charges.length;
        expect(charges, 'charges for the first payload').toBeGreaterThan(0);
        const call = processor.processPayment(key, second);
        if (equal) expect(await paid(call), 'the replayed response').toEqual(response);
        else await refused(call, 'PAYLOAD_MISMATCH');
        expect(provider.charges.length, 'calls of the provider').toBe(charges);
      }
    });

    rule('P5', `a key under way with ${name} ${equal ? 'is no mismatch' : 'is refused'}`, async () => {
      const { processor, provider, idle } = await openPayments();
      const [one, other] = draw();
      for (const [taken, asked] of [[one, other] as const, [other, one] as const]) {
        const charges = provider.charges.length;
        provider.script({ kind: 'hold' });
        const key = values().key();
        const first = processor.processPayment(key, taken);
        await idle();
        const second = processor.processPayment(key, asked);
        await idle();
        if (equal) expect(ending(second), 'how the second call stands').not.toBe('PAYLOAD_MISMATCH');
        else expect(ending(second), 'how the second call stands').toBe('PAYLOAD_MISMATCH');
        at(provider.charges, charges, 'charge').answer({ kind: 'approve' });
        await paid(first);
        expect(provider.charges.length - charges, 'calls of the provider').toBe(1);
      }
    });
  }

  rule('P5', 'an object that stands at several places counts at each of them', async () => {
    if (!(await replays())) return;
    const { processor, provider } = await openPayments();
    const part = { sku: values().key(), tags: ['a'] };
    const [kept, key] = [keep(part), values().key()];
    const shared = keep({ first: kept, lines: [kept, kept] });
    const response = await paid(processor.processPayment(key, shared));
    const copied = processor.processPayment(key, { first: part, lines: [part, part] });
    expect(await paid(copied), 'the replayed response').toEqual(response);
    await refused(
      processor.processPayment(key, { first: part, lines: [part, { sku: 'another' }] }),
      'PAYLOAD_MISMATCH',
    );
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  for (const { name, draw, equal } of PAYLOAD_PAIRS.filter((_, index) => index % 6 === 0)) {
    const code = equal ? 'IN_PROGRESS' : 'PAYLOAD_MISMATCH';
    rule('P5', `a key under way elsewhere with ${name} is refused with ${code}`, async () => {
      if (equal && !(await refusesElsewhere())) return;
      const { processors, provider, idle } = await openPayments({ processors: 2 });
      provider.script({ kind: 'hold' });
      const key = values().key();
      const [one, other] = draw();
      const first = at(processors, 0, 'processor').processPayment(key, one);
      await idle();
      await refused(at(processors, 1, 'processor').processPayment(key, other), code);
      at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
      await paid(first);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }
});
