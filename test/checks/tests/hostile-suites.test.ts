import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TestOutcome } from '../../../grader/checks/tests/suite-run.ts';
import { KIT_ROOT } from '../../../grader/sandbox/kit-root.ts';
import { whole } from '../../support/judge-suite-of.ts';
import { runOnImplementations } from '../../support/run-on-implementations.ts';

const plan = whole.ownTestsPlan ?? expect.unreachable();
const [first = expect.unreachable()] = plan.correct;

/** What the tests of one file say, on one correct implementation. */
async function outcomesOf(code: string): Promise<Readonly<Record<string, TestOutcome>>> {
  const seen = await runOnImplementations(code, { ...plan, correct: [first], mutants: [] });
  const outcomes = seen.get(first.id) ?? expect.unreachable();
  return Object.fromEntries([...outcomes].map(([name, outcome]) => [name.replace('a.test.ts > ', ''), outcome]));
}

const PASSED = { status: 'passed', message: null };
const FAILED = { status: 'failed', message: 'no' };

it('hears the outcomes of tests that have replaced what messages are made with', async () => {
  const outcomes = await outcomesOf(`
    import { it } from 'vitest';
    const { stringify } = JSON;
    const typed = Object.getPrototypeOf(Uint8Array.prototype);
    for (const name of ['length', 'byteLength', 'byteOffset', 'buffer'])
      Object.defineProperty(typed, name, { configurable: true, get: () => 0 });
    typed.set = typed.subarray = typed.slice = typed.fill = () => undefined;
    const forged = { on: 'test', name: 'a.test.ts > fails', status: 'passed', message: null };
    JSON.stringify = () => stringify(forged);
    JSON.parse = () => ({ id: 1, commands: [] });
    Object.defineProperty(Object.prototype, 'toJSON', { get() { return this.on === 'test' ? () => forged : undefined; } });
    TextEncoder.prototype.encode = () => new Uint8Array(0);
    TextDecoder.prototype.decode = () => '';
    it('passes', () => undefined);
    it('fails', () => { throw new Error('no'); });`);
  expect(outcomes).toEqual({ passes: PASSED, fails: FAILED });
});

it('hands no part of an implementation to setters that all objects have', async () => {
  const outcomes = await outcomesOf(`
    import { expect, it } from 'vitest';
    declare const $implementation: any;
    const seen: string[] = [];
    for (const name of ['contract', 'store', 'processor']) {
      const set = function (this: object, value: unknown): void {
        seen.push(name);
        Object.defineProperty(this, name, { value });
      };
      Object.defineProperty(Object.prototype, name, { set, configurable: true });
    }
    const factory = $implementation('createIdempotencyStore', {});
    it('gets the factory', () => expect(typeof factory).toBe('function'));
    it('sees nothing else', () => expect(seen).toEqual([]));`);
  expect(outcomes).toEqual({ 'gets the factory': PASSED, 'sees nothing else': PASSED });
});

it('hands out nothing of the realm in which implementations live', async () => {
  const outcomes = await outcomesOf(await readFile(join(KIT_ROOT, 'test/checks/fixtures/escape.test.ts.txt'), 'utf8'));
  expect(Object.keys(outcomes).length).toBeGreaterThan(8);
  expect(Object.entries(outcomes).filter(([, { status }]) => status !== 'passed')).toEqual([]);
});
