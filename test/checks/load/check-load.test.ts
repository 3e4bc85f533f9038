import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LoadEvidence, Measured } from '../../../grader/model/evidence.ts';
import { KIT_ROOT } from '../../../grader/sandbox/kit-root.ts';
import { loadOf } from '../../support/load-of.ts';

const PATIENCE_MS = 180_000;
const STORE = 'src/idempotency-store.ts';
const PROCESSOR = 'src/payment-processor.ts';
const reference = (file: string): Promise<string> =>
  readFile(join(KIT_ROOT, 'reference/idempotent-payments', file), 'utf8');

async function edited(file: string, find: string, replace: string): Promise<Readonly<Record<string, string>>> {
  const text = await reference(file);
  expect(text.split(find)).toHaveLength(2);
  return { [file]: text.replace(find, replace) };
}

function problemOf(load: Measured<LoadEvidence>): string | null {
  return load.status === 'measured' ? load.problem : `not measured: ${load.cause}`;
}

/** The figures; without any the test is skipped where the machine is why, and fails where the kit is. */
function measuredOr(skip: (note: string) => never, load: Measured<LoadEvidence>): LoadEvidence {
  if (load.status === 'measured') return load;
  expect(load.fault).toBe('machine');
  return skip(load.cause);
}

/** A processor without anything of the reference's but retries. */
const processorThat = (body: string): Readonly<Record<string, string>> => ({
  [PROCESSOR]: `export const createPaymentProcessor = ({ provider, clock }) => {
    const charge = async (paymentId, payload) => {
      for (let attempt = 1; ; attempt += 1) {
        try { return await provider.charge({ paymentId, attempt, payload }, new AbortController().signal); }
        catch { await clock.sleep(10); }
      }
    };
    return { processPayment: ${body} };
  };`,
});

describe('a submission that does not do the work is found out under load', { timeout: PATIENCE_MS }, () => {
  it.each([
    ['answers at once', `async () => ({ receipt: 'receipt 1', approved: true })`, 'answered wrongly'],
    ['charges without keeping a record', `charge`, 'no record'],
    [
      'gives all payments one id',
      `(() => { const done = new Map(); return async (key, payload) => {
        if (!done.has(key)) done.set(key, charge('the same', payload));
        return done.get(key); }; })()`,
      'payment ids',
    ],
    ['never answers', `() => new Promise(() => undefined)`, 'never settled'],
    ['polls for ever', `async () => { for (;;) await clock.sleep(1); }`, 'no answer after'],
  ])('one that %s', async (_what, body, problem) => {
    expect(problemOf(await loadOf(processorThat(body)))).toContain(problem);
  });

  it.each([
    ['an error without a code', `async () => { throw new TypeError('not a function'); }`, 'TypeError: not a function'],
    ['a text', `async () => { throw 'no'; }`, 'rejected: no'],
    ['what cannot be read', `async () => { throw { get code() { throw 1; } }; }`, 'something that cannot be shown'],
  ])('one that rejects with %s', async (_what, body, problem) => {
    expect(problemOf(await loadOf(processorThat(body)))).toContain(problem);
  });

  it.each([
    ['does not compile', 'export const createPaymentProcessor = (', /payment-processor\.ts/u],
    ['throws when it is loaded', `throw new Error('no settings');`, /^no settings$/u],
    ['has no factory', 'export {};', /createPaymentProcessor/u],
  ])('one whose processor %s, in words that say so', async (_what, text, problem) => {
    expect(problemOf(await loadOf({ [PROCESSOR]: text }))).toMatch(problem);
  });

  it('one whose store takes every claim for a new one', async () => {
    const files = await edited(STORE, 'const held = entries.get(key);', 'const held = entries.get(`never ${key}`);');
    expect(problemOf(await loadOf(files))).toMatch(/payments under load made \d+ charges/);
  });

  it('one whose store throws at every call', async () => {
    const files = await edited(
      STORE,
      '      const held =',
      "      if (ttlMs > 0) throw new Error('no');\n      const held =",
    );
    expect(problemOf(await loadOf(files))).toContain('STORE_UNAVAILABLE');
  });
});

describe('figures that a subject cannot change', { timeout: PATIENCE_MS }, () => {
  it('a solution with frozen clocks costs what it costs', async ({ skip }) => {
    const freeze = `try { performance.now = () => 0; Date.now = () => 0; globalThis.Date = class { static now() { return 0; } }; } catch {}\n`;
    const slow = 'for (let spin = 0, sum = 0; spin < 200_000; spin += 1) sum += Math.sqrt(spin);\n';
    const text = await reference(PROCESSOR);
    const [head = '', tail = ''] = text.split('      checkKey(idempotencyKey);\n');
    const load = await loadOf({
      [PROCESSOR]: `${head}      checkKey(idempotencyKey);\n      ${slow}${tail}\n${freeze}`,
    });
    const figures = measuredOr(skip, load);
    expect(figures.problem).toBeNull();
    expect(figures.cost.low).toBeGreaterThan(3);
  });
});

it('memory in shared buffers counts', { timeout: PATIENCE_MS }, async ({ skip }) => {
  const files = await edited(
    STORE,
    '      dropSomeExpired(now);',
    '      Object.assign(record, { audit: new SharedArrayBuffer(16_384).slice(1) });\n      dropSomeExpired(now);',
  );
  const figures = measuredOr(skip, await loadOf(files));
  expect(figures.problem).toBeNull();
  expect(figures.memory).toBeGreaterThan(3);
});

it(
  'what a processor keeps of every payment counts when the payments have expired',
  { timeout: PATIENCE_MS },
  async ({ skip }) => {
    const files = await edited(
      PROCESSOR,
      '    runs.set(name, run);\n',
      '    runs.set(name, run);\n    past.set(name, run);\n',
    );
    const text = `${files[PROCESSOR] ?? ''}\nconst past = new Map();\n`;
    const figures = measuredOr(skip, await loadOf({ [PROCESSOR]: text }));
    expect(figures.problem).toBeNull();
    expect(figures.memory).toBeGreaterThan(3.1);
    expect(figures.details?.bytesPerExpired.reference).toBe(0);
  },
);

it('signals that follow others leave nothing behind', { timeout: PATIENCE_MS }, async ({ skip }) => {
  const file = 'src/attempt-charge.ts';
  const files = await edited(
    file,
    'charge(provider, request, attempt.signal)',
    'charge(provider, request, AbortSignal.any([attempt.signal, new AbortController().signal]))',
  );
  const figures = measuredOr(skip, await loadOf(files));
  expect(figures.problem).toBeNull();
  expect(figures.memory).toBeLessThan(1.1);
});

it('a claim that looks at every record shows as growth', { timeout: PATIENCE_MS }, async ({ skip }) => {
  const files = await edited(
    STORE,
    '      if (next === undefined || now < next.dueAt) return;',
    '      if (next === undefined) return;\n      for (const entry of entries.values()) if (entry.dueAt < now - 1e15) drop(entry);\n      if (now < next.dueAt) return;',
  );
  const load = await loadOf(files);
  const { problem, details } = measuredOr(skip, load);
  expect(problem).toBeNull();
  expect(details?.growth.exponent.candidate).toBeGreaterThan(1.5);
  expect(details?.growth.exponent.reference).toBeLessThan(1.5);
  expect(details?.latencyMs).toEqual({
    p50: { candidate: 50, reference: 50 },
    p99: { candidate: 110, reference: 110 },
  });
});
