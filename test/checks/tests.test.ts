import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { checkTests } from '../../grader/checks/tests/check-tests.ts';
import type { TestsEvidence } from '../../grader/model/evidence.ts';
import { buildHost } from '../../grader/sandbox/build-host.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { submissionLikeReference, temporaryFolder } from '../support/submission-folder.ts';

/** Computing time is what ends a loop, and on a busy machine that comes slowly. */
const PATIENCE_MS = 180_000;
const IMPORTS = `import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';\n`;

/** Runs test files given by name, each with vitest's names imported. */
async function run(files: Readonly<Record<string, string>>, deadlineMs = PATIENCE_MS): Promise<TestsEvidence> {
  const entries = Object.entries(files).map(([name, code]) => [`tests/${name}`, `${IMPORTS}${code}`] as const);
  return check(await submissionLikeReference(Object.fromEntries(entries)), deadlineMs);
}

async function check(stagedRoot: string, deadlineMs = PATIENCE_MS): Promise<TestsEvidence> {
  const workFolder = await temporaryFolder();
  const evidence = await checkTests({
    stagedRoot,
    challenge: await loadChallenge(KIT_ROOT, 'idempotent-payments'),
    hostPath: await buildHost(workFolder),
    workFolder,
    confinement: (await chooseConfinement(workFolder)).confinement,
    deadlineMs,
    signal: new AbortController().signal,
  });
  if (evidence.status !== 'measured') throw new Error(evidence.cause);
  return evidence;
}

function statuses(evidence: TestsEvidence): string[] {
  return evidence.tests.map(({ name, status }) => `${status} ${name}`);
}

it('runs the tests of the reference, all of which pass', async () => {
  const { tests, problems } = await check(join(KIT_ROOT, 'reference/idempotent-payments'));
  expect(problems).toEqual([]);
  expect(tests.length).toBeGreaterThan(50);
  expect(tests.filter(({ status }) => status !== 'passed')).toEqual([]);
});

it('runs the tests of the skeleton, all of which fail on its stubs', async () => {
  const { tests, problems } = await check(join(KIT_ROOT, 'skeleton/idempotent-payments'));
  expect(problems).toEqual([]);
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter(({ status }) => status !== 'failed')).toEqual([]);
});

it('measures nothing but an empty list where there are no tests', async () => {
  expect(await run({})).toEqual({ status: 'measured', tests: [], problems: [] });
  expect(await run({ 'setup.ts': 'export const one = 1;' })).toEqual({ status: 'measured', tests: [], problems: [] });
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
      it('waits for what never comes', async () => { await new Promise(() => {}); }, 400);
      it('skips itself', ({ skip }) => { skip(); });`,
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
    'skipped a.test.ts > skips itself',
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
      it('has real timers', async () => { await new Promise((resolve) => setTimeout(resolve, 1)); });
      it('has real dates', () => { expect(new Date().getFullYear()).toBeGreaterThan(2000); });
      it('has real globals', () => { expect(Math.random()).toBeLessThan(1); expect('left' in globalThis).toBe(false); });`,
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
  ['leaves a rejection behind', `it('x', () => { void Promise.reject(new Error('lost')); });`, 'nobody handled: lost'],
  ['runs forever', `it('x', () => { for (;;); });`, 'so that none of its tests count'],
  [
    'runs out of memory',
    `it('x', () => { for (const all = []; ; ) all.push(Array(99_999).fill({})); });`,
    'so that none',
  ],
  ['breaks the realm', `it('x', () => { JSON.stringify = () => 'x'; });`, 'so that none of its tests count'],
])('names a file that %s and runs the others', { timeout: PATIENCE_MS }, async (_what, code, problem) => {
  const good = `it('is fine', () => {});`;
  const evidence = await run({ 'a.test.ts': good, 'b.test.ts': code, 'c.test.ts': good });
  expect(evidence.problems).toEqual([expect.stringContaining(problem)]);
  expect(statuses(evidence)).toEqual(
    expect.arrayContaining(['passed a.test.ts > is fine', 'passed c.test.ts > is fine']),
  );
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

it('counts 500 tests at most', async () => {
  const evidence = await run({
    'a.test.ts': `for (let n = 0; n < 5_000; n += 1) it('test ' + n, () => {});`,
    'b.test.ts': `it('too late', () => {});`,
  });
  expect(evidence.tests).toHaveLength(500);
  expect(evidence.tests.at(-1)?.name).toBe('a.test.ts > test 499');
  expect(evidence.problems).toEqual([
    'tests/a.test.ts: 5000 tests, of which the first 500 were run',
    'only 500 tests count; not run: tests/b.test.ts',
  ]);
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

it('stops at the deadline and says what was not run', async () => {
  const evidence = await run({ 'a.test.ts': `it('waits', async () => { await new Promise(() => {}); }, 1e9);` }, 1_500);
  expect(evidence.tests).toEqual([]);
  expect(evidence.problems.join()).toContain('stopped after 1.5 s');
});

it('rejects when the grading is called off', async () => {
  const workFolder = await temporaryFolder();
  const stagedRoot = await submissionLikeReference({
    'tests/a.test.ts': `${IMPORTS}it('waits', async () => { await new Promise(() => {}); }, 1e9);`,
  });
  const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
  const calledOff = new AbortController();
  setTimeout(() => calledOff.abort(new Error('called off')), 3_000);
  const { signal } = calledOff;
  const options = {
    stagedRoot,
    challenge,
    hostPath: await buildHost(workFolder),
    workFolder,
    confinement: (await chooseConfinement(workFolder)).confinement,
    deadlineMs: 60_000,
    signal,
  };
  await expect(checkTests(options)).rejects.toThrow('called off');
});
