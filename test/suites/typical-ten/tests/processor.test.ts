import { describe, expect, it } from 'vitest';
import { DeclinedError, NetworkError } from '../src/contract.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { setUpPayments } from './support/payment-setup.ts';
import { fail, respond } from './support/scripted-provider.ts';

const lost = fail(new NetworkError('lost'));

describe('payment processor', () => {
  it('pays and replays', async () => {
    const { processor, provider } = setUpPayments([respond('ok')]);
    expect(await processor.processPayment('k', 1)).toBe('ok');
    expect(await processor.processPayment('k', 1)).toBe('ok');
    expect(provider.charges).toHaveLength(1);
  });

  it('charges concurrent callers once', async () => {
    const { processor, provider } = setUpPayments([respond('ok')]);
    await Promise.all(Array.from({ length: 10 }, () => processor.processPayment('k', 1)));
    expect(provider.charges).toHaveLength(1);
  });

  it('retries network errors and gives up in the end', async () => {
    const { processor, provider, clock } = setUpPayments([lost, lost, lost, lost]);
    expect(await clock.run(outcomeOf(processor.processPayment('k', 1)))).toMatchObject({
      reason: { code: 'RETRIES_EXHAUSTED' },
    });
    expect(provider.charges).toHaveLength(4);
  });

  it('does not retry declines', async () => {
    const { processor, provider, clock } = setUpPayments([fail(new DeclinedError('no'))]);
    expect(await clock.run(outcomeOf(processor.processPayment('k', 1)))).toMatchObject({
      reason: { code: 'DECLINED' },
    });
    expect(provider.charges).toHaveLength(1);
  });

  it('refuses another payload', async () => {
    const { processor } = setUpPayments();
    await processor.processPayment('k', 1);
    await expect(processor.processPayment('k', 2)).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });
});
