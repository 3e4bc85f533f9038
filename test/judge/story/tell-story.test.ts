import { describe, expect, it } from 'vitest';
import type { Focus, LogEntry } from '../../../grader/judge/story/log.ts';
import { tellStory } from '../../../grader/judge/story/tell-story.ts';
import type { Command, SubjectEvent } from '../../../grader/wire/messages.ts';
import { encodeValue } from '../../../grader/wire/value.ts';

const START = 1_000;
/** A time of today. */
const NOW = 1_767_225_600_000;

function story(log: readonly LogEntry[], error: unknown = new Error('no')): ReturnType<typeof tellStory> {
  return tellStory({ log, focus: undefined, error });
}

function lines(log: readonly LogEntry[], focus?: Focus): readonly string[] {
  const { steps } = tellStory({ log, focus, error: new Error('no') });
  return steps.map(({ atMs, from, to, text }) => `${atMs} ${from}${to === null ? '' : ` > ${to}`}: ${text}`);
}

function said(at: number, ...commands: readonly Command[]): LogEntry {
  return { at, commands };
}

function heard(at: number, ...events: readonly SubjectEvent[]): LogEntry {
  return { at, events };
}

const openStore: Command = { do: 'open-store', handle: 'store1', ttlMs: 500 };

function claim(call: string, key: string): Extract<Command, { do: 'call' }> {
  const args = [encodeValue(key), encodeValue({ fingerprint: 'a fingerprint', paymentId: `id of ${call}` })];
  return {
    do: 'call',
    call,
    target: 'store1',
    method: 'insertPending',
    args,
    shape: 'insert-result',
    keep: true,
  };
}

function inserted(call: string, token: string): SubjectEvent {
  return { on: 'settled', call, value: encodeValue({ outcome: 'inserted', token, record: { status: 'pending' } }) };
}

function gate(number: number, kind: Extract<SubjectEvent, { on: 'gate' }>['kind'], ...args: unknown[]): SubjectEvent {
  const source = kind === 'provider.charge' ? 'provider1' : kind === 'clock.sleep' ? 'clock' : 'store1';
  return { on: 'gate', gate: number, kind, source, by: 'processor1', args: args.map((arg) => encodeValue(arg)) };
}

const openProcessor: Command = {
  do: 'open-processor',
  handle: 'processor1',
  store: { judge: 'store1' },
  provider: 'provider1',
  config: encodeValue({ maxAttempts: 2, retryDelayMs: 10, maxRetryDelayMs: 20, attemptTimeoutMs: 30 }),
};

describe('a story', () => {
  it('tells of overlapping claims under names that can be told apart', () => {
    expect(
      lines([
        said(START, openStore, claim('c7', 'k'), claim('c9', 'k')),
        heard(START + 5, inserted('c9', 'x'), inserted('c7', 'y')),
      ]),
    ).toEqual([
      '0 caller: opens a store with ttlMs 500',
      '0 call A > store: insertPending("k", fingerprint 1, payment 1)',
      '0 call B > store: insertPending("k", fingerprint 1, payment 2)',
      '5 store > call B: inserted (token 1)',
      '5 store > call A: inserted (token 2)',
    ]);
  });

  it('tells what an object was made of that a caller hands over and then changes', () => {
    const made = encodeValue({ fingerprint: 'f', paymentId: 'p' });
    const log = [
      said(START, openStore, { do: 'make', handle: 'o1', value: made }),
      said(START, { ...claim('c1', 'k'), args: ['k', { r: 'o1' }] }, { do: 'scramble', handle: 'o1' }),
    ];
    expect(lines(log).slice(1)).toEqual([
      '0 call A > store: insertPending("k", fingerprint 1, payment 1)',
      '0 caller: changes everything in an object that it handed over or was given',
    ]);
  });

  it('tells what a processor asks of store, provider and clock, and what it is answered', () => {
    const failure = { class: 'NetworkError', args: ['gone'], handle: 't1' };
    expect(
      lines([
        said(START, openProcessor),
        heard(START, gate(1, 'provider.charge', 'p', 1, { amount: 5 }, 'live')),
        said(START + 3, { do: 'release', gate: 1, how: { reject: failure } }),
        heard(START + 3, gate(2, 'clock.sleep', 10), { on: 'aborted', gate: 2 }),
      ]).slice(1),
    ).toEqual([
      '0 processor > provider: charges payment 1, attempt 1: {"amount":5}',
      '3 provider > processor: rejects: NetworkError "gone"',
      '3 processor > clock: sleeps 10 ms',
      '3 processor > clock: aborts its sleep',
    ]);
  });

  it('tells an error that is thrown at the call from one that the call rejects with', () => {
    const failed = (call: string, sync: boolean): SubjectEvent => ({ on: 'failed', call, error: 'no', sync });
    const log = [
      said(START, openStore, claim('c1', 'k'), claim('c2', 'k')),
      heard(START, failed('c1', true), failed('c2', false)),
    ];
    expect(lines(log).slice(-2)).toEqual([
      '0 store > call A: throws at the call: "no"',
      '0 store > call B: rejects: "no"',
    ]);
  });

  it('leaves out what concerns other keys than the one in focus', () => {
    const log = [
      said(START, openStore, claim('c1', 'k'), claim('c2', 'other')),
      heard(START, inserted('c1', 'x'), inserted('c2', 'y')),
    ];
    expect(lines(log, { key: 'other' })).toEqual([
      '0 call A > store: insertPending("other", fingerprint 1, payment 1)',
      '0 store > call A: inserted (token 1)',
    ]);
  });

  it('begins with the part of the case that is in focus', () => {
    const log = [said(START, openStore, claim('c1', 'k')), said(START + 50, openStore, claim('c2', 'k'))];
    expect(lines(log, { since: 1 })).toEqual(lines([said(START, openStore, claim('c2', 'k'))]));
  });

  it('says when the clock is set back', () => {
    expect(lines([said(START + 9, openStore), said(START, claim('c1', 'k'))])[1]).toBe('-9 clock: is set back');
  });

  it('counts times from its first step, whatever the clock shows there', () => {
    expect(lines([said(0, openStore), heard(7, inserted('c1', 'x')), said(7, claim('c1', 'k'))])).toEqual([
      '0 caller: opens a store with ttlMs 500',
      '7 call A > store: insertPending("k", fingerprint 1, payment 1)',
    ]);
  });

  it('tells instants that were compared as its own times, and leaves other numbers alone', () => {
    const expected = { createdAt: NOW, expiresAt: NOW + 0.25, card: '4111111111111', token: `t-${NOW}` };
    const error = Object.assign(new Error('differs'), { expected, actual: String(NOW - 1_500) });
    expect(story([said(NOW, openStore)], error)).toMatchObject({
      expected: `{"createdAt":0 ms,"expiresAt":0.25 ms,"card":"4111111111111","token":"t-${NOW}"}`,
      got: '-1,500 ms',
    });
  });

  it('tells what a caller does again and again in one instant once', () => {
    const claims = (target: string, count: number): Command => ({
      ...{ do: 'claims', target, prefix: 'k', from: 0, claims: count, everyMs: 0 },
    });
    const open = (number: number): Command => ({ do: 'open-store', handle: `store${number}`, ttlMs: 500 });
    const many = Array.from({ length: 8 }, () => said(START, claims('store1', 1000)));
    const rounds = [2, 3, 4, 5].map((number) =>
      said(START, open(number), claims(`store${number}`, 64), claims('store1', 500)),
    );
    expect(lines([said(START, openStore), ...many, said(START, claims('store1', 1)), ...rounds])).toEqual([
      '0 caller: opens a store with ttlMs 500',
      '0 caller > store 1: 1000 claims of fresh keys, all in one instant',
      '0 caller: does that 7 more times',
      '0 caller > store 1: 1 claim of a fresh key',
      '0 caller: opens a store with ttlMs 500',
      '0 caller > store 2: 64 claims of fresh keys, all in one instant',
      '0 caller > store 1: 500 claims of fresh keys, all in one instant',
      '0 caller: does these 3 steps 3 more times',
    ]);
    expect(lines(many.map((entry, index) => ({ ...entry, at: START + index })))).toHaveLength(8);
  });

  it('keeps the first and the last forty steps of a long case', () => {
    const log = Array.from({ length: 100 }, (_, index) => said(START + index, claim(`c${index}`, 'k')));
    const { steps, omitted } = story(log);
    expect([steps.length, omitted, steps[39]?.atMs, steps[40]?.atMs]).toEqual([80, 20, 39, 60]);
  });

  it('names every lane once, callers first', () => {
    const log = [said(START, openProcessor, claim('c1', 'k')), heard(START, gate(1, 'clock.sleep', 5))];
    expect(story(log).lanes).toEqual(['caller', 'call A', 'processor', 'store', 'clock']);
  });

  it('says what a comparison wanted and got', () => {
    const error = Object.assign(new Error('differs'), { expected: 1, actual: { a: 2 } });
    expect(story([], error)).toMatchObject({ expected: '1', got: '{"a":2}' });
    expect(story([])).toMatchObject({ expected: null, got: null });
    const matcher = Object.assign(new Error('differs'), {
      expected: { a: expect.anything() },
      actual: { toAsymmetricMatcher: 1 },
    });
    expect(story([], matcher)).toMatchObject({ expected: '{"a":"Anything"}', got: '{"toAsymmetricMatcher":1}' });
  });
});
