import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { checkTests } from '../../grader/checks/tests/check-tests.ts';
import type { TestsEvidence } from '../../grader/model/evidence.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { submissionLikeReference, temporaryFolder } from '../support/submission-folder.ts';

/** Computing time is what ends a loop, and on a busy machine that comes slowly. */
const PATIENCE_MS = 600_000;
const IMPORTS = `import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';\n`;

/** Here tests are run on the own solution alone. */
const challenge = { ...(await loadChallenge(KIT_ROOT, 'idempotent-payments')), ownTestsPlan: null };

/** Runs test files given by name, each with vitest's names imported. */
async function run(files: Readonly<Record<string, string>>): Promise<TestsEvidence> {
  const entries = Object.entries(files).map(([name, code]) => [`tests/${name}`, `${IMPORTS}${code}`] as const);
  return check(await submissionLikeReference(Object.fromEntries(entries)));
}

async function check(stagedRoot: string, signal = new AbortController().signal): Promise<TestsEvidence> {
  const workFolder = await temporaryFolder();
  const { confinement } = await chooseConfinement(workFolder);
  const where = { stagedRoot, challenge, confinement, workFolder };
  const evidence = await checkTests({ ...where, seed: 1, signal });
  if (evidence.status !== 'measured') throw new Error(evidence.cause);
  return evidence;
}

function statuses(evidence: TestsEvidence): string[] {
  return evidence.tests.map(({ name, status }) => `${status} ${name}`);
}

it('runs the tests of the reference, all of which pass', async () => {
  const { tests, problems } = await check(join(KIT_ROOT, 'reference/idempotent-payments'));
  expect(problems).toEqual([]);
  expect(tests.length).toBeGreaterThan(40);
  expect(tests.filter(({ status }) => status !== 'passed')).toEqual([]);
});

it('runs the tests of the skeleton, all of which fail on its stubs', async () => {
  const { tests, problems } = await check(join(KIT_ROOT, 'skeleton/idempotent-payments'));
  expect(problems).toEqual([]);
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter(({ status }) => status !== 'failed')).toEqual([]);
});

it('leaves weak references to a solution that is built on them', async () => {
  const { tests, problems } = await check(
    await submissionLikeReference({
      'src/weak.ts': `export const held = (clock: object): unknown => new WeakRef(clock).deref();`,
      'tests/weak.test.ts': `${IMPORTS}import { held } from '../src/weak.ts';
        const clock = { now: () => 0 };
        it('finds its clock', () => { expect(held(clock)).toBe(clock); });`,
    }),
  );
  expect(problems).toEqual([]);
  expect(tests.map(({ status, message }) => ({ status, message }))).toEqual([{ status: 'passed', message: null }]);
});

it('leaves ports and keys to a solution that is built on them, and time waits for their messages', async () => {
  const { tests, problems } = await check(
    await submissionLikeReference({
      'src/turns.ts': `
        export const nextTurn = (): Promise<void> => {
          const { port1, port2 } = new MessageChannel();
          const heard = new Promise<void>((resolve) => { port1.onmessage = ({ data }) => data === 1 && resolve(); });
          port2.postMessage(1);
          return heard;
        };
        export const isKey = (value: unknown): boolean => value instanceof CryptoKey;`,
      'tests/turns.test.ts': `${IMPORTS}import { isKey, nextTurn } from '../src/turns.ts';
        it('hears before time passes', async () => {
          const heard = (async () => { for (let turn = 0; turn < 20; turn += 1) await nextTurn(); return 'heard'; })();
          const late = new Promise((resolve) => setTimeout(resolve, 1, 'late'));
          expect(await Promise.race([heard, late])).toBe('heard');
          expect(await late).toBe('late');
        });
        it('knows keys', async () => {
          const key = await crypto.subtle.importKey('raw', new Uint8Array(8), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
          expect([isKey(key), isKey({})]).toEqual([true, false]);
        });`,
    }),
  );
  expect(problems).toEqual([]);
  expect(tests.map(({ status, message }) => ({ status, message }))).toEqual([
    { status: 'passed', message: null },
    { status: 'passed', message: null },
  ]);
});

it('measures nothing but an empty list where there are no tests', async () => {
  const nothing = { status: 'measured', tests: [], problems: [], suite: null };
  expect(await run({})).toEqual(nothing);
  expect(await run({ 'setup.ts': 'export const one = 1;' })).toEqual(nothing);
});

it('tells passed, failed and skipped tests apart, in the order of files and appearance', async () => {
  const evidence = await run({
    'b.test.ts': `it('second file', () => {});`,
    'a.test.ts': `
      it('passes', async () => { await expect(Promise.resolve(1)).resolves.toBe(1); });
      describe('inside', () => {
        it('fails', () => { expect({ a: 1 }).toEqual({ a: expect.any(String) }); });
        it.skip('is skipped', () => {});
        it.todo('is to come');
      });
      it.fails('has to fail', () => { throw new Error('as it should'); });
      it.each([[1, 2]])('adds %i', (one, two) => { expect(one + 1).toBe(two); });
      it('announces more than it asserts', () => { expect.assertions(2); expect(1).toBe(1); });
      it('waits for what never comes', async () => { await new Promise(() => {}); });
      it('waits without a limit', async () => { await new Promise(() => {}); }, Infinity);
      it('skips itself', ({ skip }) => { skip(); });
      it('twice', () => {});
      it('twice', () => {});`,
    'deep/c.test.ts': `it('in a folder', () => {});`,
  });
  expect(evidence.problems).toEqual([]);
  expect(statuses(evidence)).toEqual([
    'passed a.test.ts > passes',
    'failed a.test.ts > inside > fails',
    'skipped a.test.ts > inside > is skipped',
    'skipped a.test.ts > inside > is to come',
    'passed a.test.ts > has to fail',
    'passed a.test.ts > adds 1',
    'failed a.test.ts > announces more than it asserts',
    'failed a.test.ts > waits for what never comes',
    'failed a.test.ts > waits without a limit',
    'skipped a.test.ts > skips itself',
    'passed a.test.ts > twice',
    'passed a.test.ts > twice (2)',
    'passed b.test.ts > second file',
    'passed deep/c.test.ts > in a folder',
  ]);
  expect(evidence.tests[1]?.message).toBe('expected { a: 1 } to deeply equal { a: Any<String> }');
});

it('offers spies, stubbed globals and fake timers, and takes them back after the file', async () => {
  const evidence = await run({
    'a.test.ts': `
      vi.useFakeTimers();
      vi.spyOn(Math, 'random').mockReturnValue(2);
      vi.stubGlobal('left', 1);
      it('counts calls', () => { const spy = vi.fn(); spy(1); expect(spy).toHaveBeenCalledWith(1); });
      it('jumps ahead', () => {
        let fired = false;
        setTimeout(() => { fired = true; }, 3_600_000);
        vi.advanceTimersByTime(3_600_000);
        expect(fired).toBe(true);
      });
      it('still times out', async () => { await new Promise(() => {}); }, 20);`,
    'b.test.ts': `
      it('has timers', async () => { await new Promise((resolve) => setTimeout(resolve, 1)); });
      it('has dates', () => { expect(new Date().getFullYear()).toBeGreaterThan(2000); });
      it('has globals', () => { expect(Math.random()).toBeLessThan(1); expect('left' in globalThis).toBe(false); });`,
  });
  expect(evidence.problems).toEqual([]);
  expect(evidence.tests.map(({ status }) => status)).toEqual([
    'passed',
    'passed',
    'failed',
    'passed',
    'passed',
    'passed',
  ]);
});

it('waits for no real time: a test that sleeps for days takes none, and sees the days go by', async () => {
  const evidence = await run({
    'a.test.ts': `
      const DAY = 86_400_000;
      it('sleeps', async () => {
        const before = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 20 * DAY));
        expect(Date.now() - before).toBe(20 * DAY);
      }, 21 * DAY);
      it('polls', async () => {
        let ready = false;
        setTimeout(() => { ready = true; }, 700);
        await vi.waitFor(() => expect(ready).toBe(true));
      });
      it('sees turns and digests before any time goes by', async () => {
        const order = [];
        setTimeout(() => order.push('timer'), 1);
        for (let turn = 0; turn < 5; turn += 1) {
          await crypto.subtle.digest('SHA-256', new Uint8Array(1));
          await new Promise((resolve) => setImmediate(resolve));
          order.push('turn');
        }
        expect(order).toEqual(['turn', 'turn', 'turn', 'turn', 'turn']);
      });`,
  });
  expect(evidence.tests.filter(({ status }) => status !== 'passed')).toEqual([]);
});

it('names files that other set-ups would take for tests', async () => {
  const { problems, tests } = await check(
    await submissionLikeReference({ 'tests/a.spec.ts': '', 'src/b.test.ts': `export const one = 1;` }),
  );
  expect(tests).toEqual([]);
  expect(problems).toEqual(
    ['tests/a.spec.ts', 'src/b.test.ts'].map(
      (path) => `${path} is not run: tests are files below tests/ named *.test.ts`,
    ),
  );
});

it("says where vitest's names come from", async () => {
  const { problems } = await check(await submissionLikeReference({ 'tests/a.test.ts': `it('x', () => {});` }));
  expect(problems).toEqual([`tests/a.test.ts: it is not defined: import it from 'vitest'`]);
});

it('fakes time as vitest does', async () => {
  const evidence = await run({
    'far.test.ts': `
      beforeEach(() => { vi.useFakeTimers({ now: 0 }); return () => vi.useRealTimers(); });
      it('far from the real date', async () => {
        expect(Date.now()).toBe(0);
        const slept = new Promise((resolve) => setTimeout(resolve, 1_000));
        await vi.advanceTimersByTimeAsync(1_000);
        await slept;
        vi.useFakeTimers().setSystemTime(5e12);
        vi.useFakeTimers();
        expect(vi.getRealSystemTime()).toBeLessThan(3e12);
      });
      it('and again', async () => { expect(performance.now()).toBe(0); });`,
    'date.test.ts': `
      it('by a spy', () => {
        const spy = vi.spyOn(Date, 'now').mockReturnValue(1234);
        expect(Date.now()).toBe(1234);
        expect(spy).toHaveBeenCalledOnce();
        vi.restoreAllMocks();
        expect(Date.now()).toBeGreaterThan(1e12);
      });
      it('by a spy on performance', () => {
        vi.spyOn(performance, 'now').mockReturnValue(7);
        expect(performance.now()).toBe(7);
      });`,
    'waiting.test.ts': `
      it('moves faked time on while it waits', async () => {
        vi.useFakeTimers();
        const work = vi.fn();
        setTimeout(work, 300);
        await vi.waitFor(() => expect(work).toHaveBeenCalledOnce());
        const later = () => new Promise((resolve) => setTimeout(() => resolve('late'), 300));
        expect(await vi.waitFor(later)).toBe('late');
        let ready = false;
        setTimeout(() => { ready = true; }, 120);
        expect(await vi.waitUntil(() => ready)).toBe(true);
        vi.useRealTimers();
      });
      it('moves faked time on while it polls', async () => {
        vi.useFakeTimers({ now: 0 });
        const work = vi.fn();
        setTimeout(work, 300);
        await expect.poll(() => work.mock.calls.length).toBe(1);
        expect(Date.now()).toBe(300);
        vi.useRealTimers();
      });
      it('gives up in the end', async () => {
        await expect(vi.waitFor(() => { throw new Error('no'); }, 100)).rejects.toThrow('no');
        await expect(vi.waitUntil(() => false, { timeout: 100 })).rejects.toThrow('Timed out in waitUntil!');
        let looks = 0;
        await expect(vi.waitUntil(() => { looks += 1; throw new Error('at once'); })).rejects.toThrow('at once');
        expect(looks).toBe(1);
      });`,
    'limits.test.ts': `
      it('runs many timers, clears real ones and stops what never ends', async () => {
        const real = setTimeout(() => {}, 10);
        vi.useFakeTimers();
        clearTimeout(real);
        let left = 2_000;
        const next = () => { left -= 1; if (left > 0) setTimeout(next, 1); };
        next();
        vi.runAllTimers();
        expect(left).toBe(0);
        vi.useRealTimers();
      });
      it('takes a turn where no timer is left', async () => {
        vi.useFakeTimers();
        let done = 0;
        void (async () => { for (let i = 0; i < 50; i += 1) await null; done += 1; })();
        await vi.advanceTimersToNextTimerAsync();
        expect(done).toBe(1);
        void Promise.resolve().then(() => setTimeout(() => { done += 1; }, 1_000));
        await vi.advanceTimersToNextTimerAsync();
        expect(done).toBe(2);
        vi.advanceTimersToNextTimer();
        expect(vi.getTimerCount()).toBe(0);
      });
      it('ticks by itself', async () => {
        vi.useFakeTimers();
        vi.setTimerTickMode('interval', 50);
        await new Promise((resolve) => setTimeout(resolve, 500));
        vi.useRealTimers();
      });`,
    'ticking.test.ts': `
      beforeEach(() => { vi.useFakeTimers({ now: 0 }).setTimerTickMode('nextTimerAsync'); return () => vi.useRealTimers(); });
      const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      it('jumps from timer to timer', async () => {
        for (const ms of [100_000, 5, 0]) await sleep(ms);
        expect(Date.now()).toBe(100_005);
      });
      it('stands still while a test moves it, and goes on then', async () => {
        const work = vi.fn();
        setTimeout(work, 10);
        setTimeout(work, 1_000);
        await vi.advanceTimersByTimeAsync(20);
        expect([Date.now(), work.mock.calls.length]).toEqual([20, 1]);
        await sleep(2_000);
        expect([Date.now(), work.mock.calls.length]).toEqual([2_020, 2]);
      });
      it('stops in another mode', async () => {
        vi.setTimerTickMode('manual');
        const work = vi.fn();
        setTimeout(work, 10);
        for (let turn = 0; turn < 20; turn += 1) await vi.advanceTimersByTimeAsync(0);
        expect(work).not.toHaveBeenCalled();
        vi.setTimerTickMode('nextTimerAsync').setTimerTickMode('nextTimerAsync');
        await sleep(20);
        expect(work).toHaveBeenCalledOnce();
      });`,
  });
  expect(evidence.problems).toEqual([]);
  expect(evidence.tests.filter(({ status }) => status !== 'passed')).toEqual([]);
});

it('takes settings of the runner, and a promise that a test forgets to await', async () => {
  const evidence = await run({
    'a.test.ts': `
      vi.setConfig({ testTimeout: 60_000 });
      const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      it('may take longer', async () => { await sleep(30_000); });
      it('forgets to await', () => { expect(Promise.resolve(1)).resolves.toBe(1); });
      it('forgets to await what fails', () => { expect(Promise.resolve(1)).resolves.toBe(2); });`,
    'b.test.ts': `it('takes too long', async () => { await new Promise((resolve) => setTimeout(resolve, 30_000)); });`,
  });
  expect(evidence.problems).toEqual([]);
  expect(statuses(evidence)).toEqual([
    'passed a.test.ts > may take longer',
    'passed a.test.ts > forgets to await',
    'failed a.test.ts > forgets to await what fails',
    'failed b.test.ts > takes too long',
  ]);
});

it('runs tests that state nothing but types, whatever they return', async () => {
  const evidence = await run({
    'a.test.ts': `
      import { assertType, expectTypeOf } from 'vitest';
      it('returns what it states', () => expectTypeOf(1).toBeNumber());
      it('awaits it', async () => { await expectTypeOf({ a: 1 }).toHaveProperty('a').not.toBeString(); });
      it('asserts', () => assertType(1));`,
  });
  expect(statuses(evidence)).toEqual([
    'passed a.test.ts > returns what it states',
    'passed a.test.ts > awaits it',
    'passed a.test.ts > asserts',
  ]);
});

it('runs tests that are annotated', async () => {
  const { problems, tests } = await run({
    'a.test.ts': `
      it('says what it is about', async ({ annotate, task }) => {
        expect(await annotate('rule S2', 'rule')).toMatchObject({ message: 'rule S2', type: 'rule' });
        void annotate('and that');
        expect(task.annotations).toMatchObject([{ type: 'rule' }, { message: 'and that', type: 'notice' }]);
      });`,
  });
  expect(problems).toEqual([]);
  expect(tests.map(({ status, message }) => [status, message])).toEqual([['passed', null]]);
});

it('gives every test file its own copy of the modules', async () => {
  const counts = `import { next } from './support/counter.ts'; it('starts at one', () => { expect(next()).toBe(1); });`;
  const evidence = await run({
    'support/counter.ts': 'let count = 0; export const next = () => (count += 1);',
    'a.test.ts': counts,
    'b.test.ts': counts,
  });
  expect(evidence.tests.map(({ status }) => status)).toEqual(['passed', 'passed']);
});

it('counts tests as failed when the setup of their suite fails', async () => {
  const evidence = await run({
    'a.test.ts': `
      describe('up', () => { beforeAll(() => { throw new Error('no setup'); }); it('one', () => {}); it.skip('two', () => {}); });
      describe('down', () => { afterAll(() => { throw new Error('no teardown'); }); it('three', () => {}); });`,
  });
  expect(statuses(evidence)).toEqual([
    'failed a.test.ts > up > one',
    'skipped a.test.ts > up > two',
    'passed a.test.ts > down > three',
  ]);
  expect(evidence.problems).toEqual(['tests/a.test.ts: up: no setup', 'tests/a.test.ts: down: no teardown']);
});

it.each([
  ['does not compile', 'const = 1;', 'tests/b.test.ts does not compile: tests/b.test.ts:2:7'],
  [
    'holds a malformed regular expression',
    'export const broken = /(/;',
    'does not compile: Invalid regular expression',
  ],
  ['imports a module of Node', `import 'node:fs';`, 'the package "node:fs" is not available'],
  ['imports a package of the kit', `import '@vitest/runner';`, 'the package "@vitest/runner" is not available'],
  ['imports what vitest does not have', `import { magic } from 'vitest'; magic();`, 'No matching export'],
  ['throws when it is loaded', `throw new Error('at the top');`, 'tests/b.test.ts: at the top'],
  ['mocks a module', `vi.mock('../src/contract.ts');`, 'vi.mock is not available when tests are graded'],
  ['has no tests', '', 'No test suite found'],
  ['awaits at the top', `await 1; it('x', () => {});`, 'top-level await is not supported'],
  ['leaves a rejection behind', `it('x', () => { void Promise.reject(new Error('lost')); });`, 'nobody handled: lost'],
  ['runs forever when it is loaded', `for (;;);`, 'so that none of its tests count'],
  ['waits forever when it is loaded', `beforeAll(() => new Promise(() => {}), 0); it('x', () => {});`, 'never comes'],
])('names a file that %s and runs the others', { timeout: PATIENCE_MS }, async (_what, code, problem) => {
  const good = `it('is fine', () => {});`;
  const evidence = await run({ 'a.test.ts': good, 'b.test.ts': code, 'c.test.ts': good });
  expect(evidence.problems).toEqual([expect.stringContaining(problem)]);
  expect(statuses(evidence)).toEqual(
    expect.arrayContaining(['passed a.test.ts > is fine', 'passed c.test.ts > is fine']),
  );
});

/** Nothing is waited for any more that is awaited by code that looks for `then`. */
const STOPS = `Promise.prototype.then = () => undefined; Object.defineProperty(Promise.prototype, 'constructor', { get: () => class {} });`;

it.each([
  ['runs forever', `for (;;);`, /of computing/],
  ['runs out of memory', `for (const all = []; ; ) all.push(Array(99_999).fill({}));`, /memory|of computing/],
  ['stops the turns that it waits for', STOPS, /ended with code 1/],
])('blames a test that %s, and no other of its file', { timeout: PATIENCE_MS }, async (_what, code, message) => {
  const evidence = await run({
    'a.test.ts': `it('one', () => {}); it('two', () => { ${code} }); it('three', () => {});`,
  });
  expect(statuses(evidence)).toEqual(['passed a.test.ts > one', 'failed a.test.ts > two', 'passed a.test.ts > three']);
  expect(evidence.tests[1]?.message).toMatch(message);
});

it('gives up where too many tests never end', { timeout: PATIENCE_MS }, async () => {
  const evidence = await run({ 'a.test.ts': `for (let n = 0; n < 9; n += 1) it('loop ' + n, () => { for (;;); });` });
  expect(evidence.tests).toHaveLength(9);
  expect(evidence.tests.at(-1)?.message).toBe('not run: too many tests of the suite never end');
  expect(evidence.problems).toEqual(['tests that come last are not run: too many tests of the suite never end']);
});

it('gives up where the tests of a suite compute too much in all, and keeps what was said before', async () => {
  const work = `let sum = 0; for (let n = 0; n < 2e8; n += 1) sum += n % 7; expect(sum).toBeGreaterThan(0);`;
  const evidence = await run({
    'a.test.ts': `for (let n = 0; n < 60; n += 1) it('computes ' + n, () => { ${work} });`,
  });
  expect(evidence.tests).toHaveLength(60);
  expect(evidence.tests[0]).toMatchObject({ status: 'passed' });
  expect(evidence.tests.at(-1)).toMatchObject({
    status: 'failed',
    message: 'not run: the suite computes for more than 6 s',
  });
  expect(evidence.problems).toEqual(['tests that come last are not run: the suite computes for more than 6 s']);
});

it('says which matchers cannot be had', async () => {
  const evidence = await run({ 'a.test.ts': `it('remembers', () => { expect(1).toMatchSnapshot(); });` });
  expect(statuses(evidence)).toEqual(['failed a.test.ts > remembers']);
  expect(evidence.problems.join()).toContain('toMatchSnapshot (snapshots) is not available when tests are graded');
});

it('gives tests no way out and no voice', async () => {
  const evidence = await run({
    'a.test.ts': `
      it.each(['process', 'Buffer', 'fetch', 'require', 'WebAssembly'])('%s', (name) => {
        expect(Reflect.get(globalThis, name)).toBeUndefined();
      });
      it('prints a flood', () => { for (let line = 0; line < 20_000; line += 1) console.log('x'.repeat(1_000)); });
      it('makes code', () => { expect(() => new Function('return 1')()).toThrow(); });`,
  });
  expect(evidence.problems).toEqual([]);
  expect(new Set(evidence.tests.map(({ status }) => status))).toEqual(new Set(['passed']));
});

it('counts 60 tests at most', async () => {
  const evidence = await run({
    'a.test.ts': `for (let n = 0; n < 5_000; n += 1) it('test ' + n, () => {});`,
    'b.test.ts': `it('too late', () => {});`,
  });
  expect(evidence.tests).toHaveLength(60);
  expect(evidence.tests.at(-1)?.name).toBe('a.test.ts > test 59');
  expect(evidence.problems).toEqual([
    'tests/a.test.ts: 5000 tests, of which only the first 60 count',
    'tests/b.test.ts: 1 tests, of which none counts',
  ]);
});

it('shows both sides of a comparison as far as a message goes', async () => {
  const evidence = await run({
    'long.test.ts': `
      const record = { key: 'key-1', status: 'pending', paymentId: 'payment-1', createdAt: 5, expiresAt: 1005 };
      it('differs at its end', () => { expect(record).toEqual({ ...record, expiresAt: 1006 }); });`,
  });
  const before = `{ key: 'key-1', status: 'pending', paymentId: 'payment-1', createdAt: 5`;
  expect(evidence.tests[0]?.message).toBe(
    `expected ${before}, expiresAt: 1005 } to deeply equal ${before}, expiresAt: 1006 }`,
  );
});

it('keeps names and messages short and printable', async () => {
  const evidence = await run({
    'a.test.ts': `it('\\u001b[31mred\\n' + 'x'.repeat(9_999), () => { throw new Error('\\u202e' + 'y'.repeat(9_999) + '\\nmore'); });`,
  });
  const [test] = evidence.tests;
  expect(test?.name).toMatch(/^a\.test\.ts > \\u\{1b\}\[31mred x+…$/);
  expect(test?.name).toHaveLength(200);
  expect(test?.message).toMatch(/^\\u\{202e\}y+…$/);
  expect(test?.message).toHaveLength(300);
});

it('rejects when the grading is called off', { timeout: PATIENCE_MS }, async () => {
  const stagedRoot = await submissionLikeReference({
    'tests/a.test.ts': `${IMPORTS}for (let n = 0; n < 60; n += 1) it('loop ' + n, () => { for (;;); });`,
  });
  const calledOff = new AbortController();
  setTimeout(() => calledOff.abort(new Error('called off')), 1_000);
  await expect(check(stagedRoot, calledOff.signal)).rejects.toThrow('called off');
});
