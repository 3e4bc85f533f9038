import { describe, expect } from 'vitest';
import type { Call } from '../../../grader/judge/call.ts';
import type { JsonValue } from '../../../grader/judge/contract.ts';
import { declinedError, networkError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { isChangeable, keep, scramble, shareParts } from '../../../grader/judge/open-store.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { failing } from './scenarios/attempts.ts';
import { at, paid, refused, rereadResponse, settled, times } from './scenarios/outcomes.ts';
import {
  joins,
  paysExpired,
  refusesOthers,
  replays,
  timesOut,
  triesAgainAfter,
} from './scenarios/taken-for-granted.ts';

/** A payload with parts at every depth. */
function payloadWithParts(): JsonValue {
  return { order: values().key(), lines: [{ sku: values().key(), tags: ['a', 'b'] }], total: { amount: 12 } };
}

function responseWithParts(): JsonValue {
  return { receipt: values().key(), lines: [{ id: 1, tags: ['x'] }], meta: {} };
}

const PAYLOADS = [
  ['a payload', payloadWithParts],
  ['a payload that is an array', () => [payloadWithParts()]],
] as const;

const RESPONSES = [
  ['the response', responseWithParts],
  ['a response that is an array', () => [responseWithParts()]],
] as const;

/** Changes what `call` resolved with, as its caller may do. */
async function scrambleResponse(call: Call<JsonValue>, idle: () => Promise<void>): Promise<void> {
  scramble(call);
  await idle();
}

describe('the payload as it was at the call', () => {
  for (const when of ['in the turn of the call', 'while the claim is not answered', 'between the attempts'] as const) {
    for (const [what, make] of PAYLOADS) {
      rule('P14', `the provider gets ${what} as it was at the call when the caller changes it ${when}`, async () => {
        const { processor, provider, store, clock, idle } = await openPayments();
        if (when === 'between the attempts') provider.script(failing('N'));
        if (when === 'while the claim is not answered') store.next('insertPending', { kind: 'hold' });
        const payload = make();
        const kept = keep(payload);
        const call = processor.processPayment(values().key(), kept);
        if (when === 'between the attempts') await clock.advance(50);
        else if (when === 'while the claim is not answered') await idle();
        scramble(kept);
        await idle();
        if (when === 'while the claim is not answered') at(store.callsOf('insertPending'), 0, 'claim').release();
        await paid(call);
        expect(provider.charges.at(-1)?.payload, 'payload at the provider').toEqual(payload);
      });
    }

    rule('P14', `the key belongs to the payload of the call when the caller changes it ${when}`, async () => {
      if (!(await replays())) return;
      const { processor, provider, store, clock, idle } = await openPayments();
      if (when === 'between the attempts') provider.script(failing('N'));
      if (when === 'while the claim is not answered') store.next('insertPending', { kind: 'hold' });
      const payload = payloadWithParts();
      const kept = keep(payload);
      const key = values().key();
      const call = processor.processPayment(key, kept);
      if (when === 'between the attempts') await clock.advance(50);
      else if (when === 'while the claim is not answered') await idle();
      scramble(kept);
      await idle();
      if (when === 'while the claim is not answered') at(store.callsOf('insertPending'), 0, 'claim').release();
      const response = await paid(call);
      const charges = provider.charges.length;
      expect(charges, 'charges before the replay').toBeGreaterThan(0);
      expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(response);
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
    });
  }

  rule('P14', 'the provider gets the payload of the call again after another one took the expired key', async () => {
    if (!(await paysExpired())) return;
    const { processor, provider, clock } = await openPayments({ ttlMs: 1_000, config: { attemptTimeoutMs: 60_000 } });
    provider.script({ kind: 'hold' });
    const payload = payloadWithParts();
    const key = values().key();
    const first = processor.processPayment(key, payload);
    await clock.advance(1_000);
    await settled([processor.processPayment(key, payloadWithParts())]);
    at(provider.charges, 0, 'charge').answer({ kind: 'fail', error: networkError() });
    await settled([first]);
    const last = provider.charges.at(-1);
    // That a payment goes on when its claim has expired is the rule of retries.
    if (last?.attempt === 2) expect(last.payload, 'payload of the second attempt').toEqual(payload);
  });

  rule('P14', 'is a copy: the object of the caller is left as it is, and not frozen', async () => {
    const { processor, provider } = await openPayments();
    provider.script(failing('N'));
    const payload = payloadWithParts();
    const kept = [keep(payload), keep(payload)];
    const key = values().key();
    const calls = kept.map((each) => processor.processPayment(key, each));
    await settled(calls);
    expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
    for (const each of kept) expect(await isChangeable(each), 'whether a caller can change its payload').toBe(true);
  });

  rule('P14', 'an object that was paid and then changed is another payload', async () => {
    if (!(await refusesOthers())) return;
    const { processor, provider, idle } = await openPayments();
    const kept = keep(payloadWithParts());
    const key = values().key();
    await paid(processor.processPayment(key, kept));
    scramble(kept);
    await idle();
    await refused(processor.processPayment(key, kept), 'PAYLOAD_MISMATCH');
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P14', 'an object that was paid and of which only a part then changed is another payload', async () => {
    if (!(await refusesOthers())) return;
    const { processor, provider, idle } = await openPayments();
    const part = keep({ sku: values().key() });
    const kept = keep({ order: values().key(), lines: [part], total: part });
    const key = values().key();
    await paid(processor.processPayment(key, kept));
    scramble(part);
    await idle();
    await refused(processor.processPayment(key, kept), 'PAYLOAD_MISMATCH');
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P14', 'a call joins by the payload that it was made with', async () => {
    if (!(await joins())) return;
    const { processor, provider, idle } = await openPayments();
    provider.script({ kind: 'hold' });
    const payload = payloadWithParts();
    const kept = keep(payload);
    const key = values().key();
    const calls = [processor.processPayment(key, kept), processor.processPayment(key, payload)];
    scramble(kept);
    await idle();
    expect(provider.charges.length, 'calls of the provider').toBe(1);
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    for (const call of calls) await paid(call);
  });
});

describe('copies for the provider', () => {
  for (const failed of [1, 2]) {
    rule('P14', `a provider that changes its payload in attempt ${failed} gets a right one in the next`, async () => {
      const { processor, provider, clock, idle } = await openPayments({
        config: { maxAttempts: 5, maxRetryDelayMs: 100 },
      });
      provider.script(...times(failed - 1, () => failing('N')), { kind: 'hold' });
      const payload = payloadWithParts();
      const call = processor.processPayment(values().key(), payload);
      await clock.advance(failed === 1 ? 0 : 100);
      const charge = at(provider.charges, failed - 1, 'charge');
      scramble(charge.payloadHandle);
      await idle();
      charge.answer({ kind: 'fail', error: networkError() });
      await paid(call);
      expect(provider.charges.at(failed)?.payload, 'payload of the next attempt').toEqual(payload);
    });
  }

  rule('P14', 'a provider that changes the payload of a failed call gets a right one in the next', async () => {
    if (!(await triesAgainAfter(declinedError()))) return;
    const { processors, provider, idle } = await openPayments({ processors: 2 });
    provider.script({ kind: 'fail', error: declinedError() });
    const payload = payloadWithParts();
    const kept = keep(payload);
    const key = values().key();
    await settled([at(processors, 0, 'processor').processPayment(key, kept)]);
    scramble(at(provider.charges, 0, 'charge').payloadHandle);
    await idle();
    await paid(at(processors, 1, 'processor').processPayment(key, kept));
    expect(provider.charges.at(1)?.payload, 'payload of the second call').toEqual(payload);
  });

  for (const [what, make] of PAYLOADS) {
    rule('P14', `no part of ${what} is shared between the caller and the attempts`, async () => {
      const { processor, provider } = await openPayments({ config: { maxAttempts: 5 } });
      provider.script(failing('N'), failing('N'));
      const kept = keep(make());
      await paid(processor.processPayment(values().key(), kept));
      const [one, two, three] = provider.charges.map((charge) => charge.payloadHandle);
      if (one === undefined || two === undefined || three === undefined) return expect(provider.charges.length).toBe(3);
      expect(await shareParts(kept, one), 'caller and attempt 1 share parts').toBe(false);
      expect(await shareParts(one, two), 'attempts 1 and 2 share parts').toBe(false);
      expect(await shareParts(two, three), 'attempts 2 and 3 share parts').toBe(false);
      expect(provider.charges[2]?.payload, 'payload of attempt 3').toEqual(provider.charges[0]?.payload);
    });
  }
});

describe('copies for later attempts', () => {
  rule('P14', 'no part of the payload is shared between five attempts, the first two of which time out', async () => {
    if (!(await timesOut())) return;
    const { processor, provider } = await openPayments({ config: { maxAttempts: 5 } });
    provider.script(failing('T'), failing('T'), failing('N'), failing('S'));
    const payload = payloadWithParts();
    await paid(processor.processPayment(values().key(), payload));
    const handles = provider.charges.map((charge) => charge.payloadHandle);
    for (const [index, handle] of handles.entries()) {
      const next = handles[index + 1];
      if (next === undefined) continue;
      expect(await shareParts(handle, next), `attempts ${index + 1} and ${index + 2} share parts`).toBe(false);
    }
    expect(provider.charges.at(-1)?.payload, 'payload of the last attempt').toEqual(payload);
  });
});

describe('copies for the callers', () => {
  for (const callers of [2, 10]) {
    rule('P14', `${callers} callers of one run share no part of the response`, async () => {
      if (!(await joins())) return;
      const { processor, provider, idle } = await openPayments();
      const response = responseWithParts();
      provider.script({ kind: 'approve', response, afterMs: 10 });
      const key = values().key();
      const payload = values().payload();
      const calls = times(callers, () => processor.processPayment(key, payload));
      for (const call of calls) await paid(call);
      expect(await shareParts(at(calls, 0, 'call'), at(calls, 1, 'call')), 'the first two share parts').toBe(false);
      await scrambleResponse(at(calls, 0, 'call'), idle);
      for (const call of calls.slice(1)) {
        expect(await rereadResponse(call), 'response after another caller changed its own').toEqual(response);
      }
    });
  }

  for (const [what, make] of RESPONSES) {
    rule('P14', `two callers who joined share no part of ${what} with each other`, async () => {
      if (!(await joins())) return;
      const { processor, provider, idle } = await openPayments();
      const response = make();
      provider.script({ kind: 'approve', response, afterMs: 10 });
      const key = values().key();
      const payload = values().payload();
      const calls = times(4, () => processor.processPayment(key, payload));
      for (const call of calls) await paid(call);
      const second = at(calls, 1, 'call');
      expect(await shareParts(second, at(calls, 2, 'call')), 'the second and the third share parts').toBe(false);
      expect(await shareParts(at(calls, 2, 'call'), at(calls, 3, 'call')), 'the last two share parts').toBe(false);
      await scrambleResponse(second, idle);
      for (const call of calls.filter((each) => each !== second)) {
        expect(await rereadResponse(call), 'response after the second caller changed its own').toEqual(response);
      }
    });
  }

  for (const [what, make] of RESPONSES) {
    rule('P14', `the caller shares no part of ${what} with the provider`, async () => {
      const { processor, provider, idle } = await openPayments();
      const response = make();
      provider.script({ kind: 'approve', response });
      const call = processor.processPayment(values().key(), values().payload());
      await paid(call);
      const answer = `answer:${at(provider.charges, 0, 'charge').gate}`;
      expect(await shareParts(call, answer), 'caller and provider share parts').toBe(false);
      scramble(answer);
      await idle();
      expect(await rereadResponse(call), 'response after the provider changed its own').toEqual(response);
    });
  }

  for (const where of ['the same processor', 'another processor'] as const) {
    rule('P14', `a replay at ${where} is right after the first caller has changed its response`, async () => {
      if (!(await replays())) return;
      const { processors, provider, idle } = await openPayments({ processors: 2 });
      const response = responseWithParts();
      provider.script({ kind: 'approve', response });
      const key = values().key();
      const payload = values().payload();
      const first = at(processors, 0, 'processor').processPayment(key, payload);
      await paid(first);
      await scrambleResponse(first, idle);
      const replay = at(processors, where === 'the same processor' ? 0 : 1, 'processor').processPayment(key, payload);
      expect(await paid(replay), 'the replayed response').toEqual(response);
      expect(await shareParts(first, replay), 'the two responses share parts').toBe(false);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P14', 'overlapping replays share no part, neither with each other nor with the store', async () => {
    if (!(await replays())) return;
    const { processor, provider, store, idle } = await openPayments();
    const response = responseWithParts();
    provider.script({ kind: 'approve', response });
    const key = values().key();
    const payload = values().payload();
    await paid(processor.processPayment(key, payload));
    const [one, two] = [processor.processPayment(key, payload), processor.processPayment(key, payload)];
    await paid(one);
    await paid(two);
    expect(await shareParts(one, two), 'the two replays share parts').toBe(false);
    for (const call of store.calls) {
      const handle = store.answerHandle(call);
      if (handle !== undefined) scramble(handle);
    }
    await scrambleResponse(one, idle);
    expect(await rereadResponse(two), 'response of the second replay').toEqual(response);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });
});
