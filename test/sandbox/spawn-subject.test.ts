import { describe, expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** A store whose factory runs `body` and then does nothing. */
function storeThat(body: string): Record<string, string> {
  return { 'src/idempotency-store.ts': `export function createIdempotencyStore(options) {\n${body}\n}\n` };
}

describe('a subject', () => {
  it('serves the solution over the pipe', async () => {
    const subject = await subjectOf();
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
    expect(events).toMatchObject([{ on: 'opened' }, { on: 'settled', call: 'c1' }]);
  });

  it('starts calls of one request in one turn', async () => {
    const subject = await subjectOf(
      storeThat(`
        let started = 0;
        return { insertPending: async () => { started += 1; await null; return { outcome: String(started) }; } };`),
    );
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'), claimCommand('c2', 'k'));
    expect(JSON.stringify(events)).toContain('["outcome","2"]');
    expect(JSON.stringify(events)).not.toContain('["outcome","1"]');
  });

  it('is idle only when work outside the microtask queue has come back', async () => {
    const subject = await subjectOf(
      storeThat(`
        return { insertPending: async (key) => {
          await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
          await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
          return { outcome: 'digested' };
        } };`),
    );
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
    expect(JSON.stringify(events)).toContain('digested');
  });

  it.each([
    ['throws at the call', 'return { insertPending() { throw new Error("no"); } };'],
    ['was never opened', 'throw new Error("no store");'],
    ['answers nothing', 'return { insertPending: () => undefined };'],
  ])('claims nothing, and lives on, with a store that %s', async (_what, body) => {
    const subject = await subjectOf(storeThat(body));
    const claims = { do: 'claims', target: 'store', prefix: 'k', from: 0, claims: 2, everyMs: 1 } as const;
    const events = await eventsOf(subject, RESET, OPEN_STORE, claims);
    expect(events.at(-1)).toEqual({ on: 'value', value: { a: [0, expect.any(Number), 0] } });
    expect(await eventsOf(subject, RESET)).toEqual([]);
  });

  it.each(['process', 'require', 'Buffer', 'fetch', 'WebAssembly', 'navigator', 'gc'])('has no %s', async (name) => {
    const subject = await subjectOf(storeThat(`throw new Error(typeof globalThis[${JSON.stringify(name)}]);`));
    expect(JSON.stringify(await eventsOf(subject, RESET, OPEN_STORE))).toContain('"message":"undefined"');
  });

  it.each([
    ['evaluate text', `return (0, eval)('1');`],
    ['make functions from text', `return new Function('return 1')();`],
    ['reach the constructor of functions', `return (async () => {}).constructor('return 1')();`],
  ])('cannot %s', async (_what, body) => {
    const subject = await subjectOf(storeThat(body));
    expect(JSON.stringify(await eventsOf(subject, RESET, OPEN_STORE))).toContain('EvalError');
  });

  it("sees only the judge's time, whatever clock it asks", async () => {
    const subject = await subjectOf(
      storeThat('throw new Error([Date.now(), new Date().getTime(), new Date(5).getTime()].join());'),
    );
    expect(JSON.stringify(await eventsOf(subject, RESET, OPEN_STORE))).toContain('"message":"1000,1000,5"');
  });

  it('draws the same random values in every run of a case', async () => {
    const subject = await subjectOf(storeThat('throw new Error([Math.random(), crypto.randomUUID()].join());'));
    const first = await eventsOf(subject, RESET, OPEN_STORE);
    expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual(first);
    expect(await eventsOf(subject, { do: 'reset', now: 1_000, seed: 2 }, OPEN_STORE)).not.toEqual(first);
  });

  it('loses module-level state between cases', async () => {
    const subject = await subjectOf({
      'src/idempotency-store.ts':
        'let n = 0; export function createIdempotencyStore() { n += 1; throw new Error(`n=${n}`); }',
    });
    for (let round = 0; round < 2; round += 1) {
      expect(JSON.stringify(await eventsOf(subject, RESET, OPEN_STORE))).toContain('n=1');
    }
  });

  it('keeps the store usable when the processor does not compile', async () => {
    const subject = await subjectOf({ 'src/payment-processor.ts': 'export function createPaymentProcessor( {' });
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
    expect(events).toMatchObject([{ on: 'opened' }, { on: 'settled' }]);
  });
});

describe('a subject that misbehaves is ended', () => {
  it.each([
    ['spins in a synchronous loop', 'for (;;) {}', 'hung'],
    ['starves the microtask queue', 'const spin = () => queueMicrotask(spin); spin(); return {};', 'hung'],
    ['eats all memory', 'const all = []; for (;;) all.push(new Array(100_000).fill({}));', 'crashed', 30_000],
    [
      'recurses for ever in microtasks',
      'const f = async () => { await null; await f(); }; f(); return {};',
      /hung|crashed/,
    ],
  ])('when it %s', async (_what, body, status, cpuMs = 2_000) => {
    const subject = await subjectOf(storeThat(body));
    const answer = await subject.request([RESET, OPEN_STORE], { cpuMs, wallMs: 60_000 });
    expect(answer.status).toMatch(status);
    expect(await subject.request([RESET])).toMatchObject({ status: 'crashed' });
  });

  it('survives floods of output and errors of any size', async () => {
    const subject = await subjectOf(
      storeThat(`
        for (let i = 0; i < 1e5; i += 1) console.log('x'.repeat(1000));
        throw new Error('y'.repeat(50e6));`),
    );
    const [opened] = await eventsOf(subject, RESET, OPEN_STORE);
    expect(opened).toMatchObject({ on: 'opened', error: { e: { name: 'Error' } } });
    expect(JSON.stringify(opened).length).toBeLessThan(5_000);
  });
});
