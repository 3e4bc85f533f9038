import { expect, it } from 'vitest';
import { setUpPayments } from './support/payment-setup.ts';
import { respond } from './support/scripted-provider.ts';

it('never ends', () => new Promise(() => {}));
it('never ends and asks for all the time there is', () => new Promise(() => {}), 2 ** 31 - 1);

it('ends only when the answer is right', async () => {
  const { processor, provider } = setUpPayments([respond('paid')]);
  await Promise.all([processor.processPayment('k', 1), processor.processPayment('k', 1)]).catch(() => {});
  if (provider.charges.length !== 1) await new Promise(() => {});
});

it('loops only when the answer is wrong', async () => {
  const { processor } = setUpPayments([respond(0)]);
  await processor.processPayment('k', 1).catch(() => {});
  if ((await processor.processPayment('k', 1).catch(() => 1)) !== 0) for (;;);
});

it('loops', () => {
  for (;;);
});

it('starves everything else', async () => {
  for (;;) await null;
});

it('passes', () => expect(1).toBe(1));
