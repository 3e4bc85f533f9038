import { expect, it } from 'vitest';
import { emptyRun, recordEvents } from '../../../grader/checks/tests/suite-run.ts';
import type { SubjectEvent } from '../../../grader/wire/messages.ts';

const passed = (name: string): SubjectEvent => ({ on: 'test', name, status: 'passed', message: null });
const namesFrom = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => `t ${from + n}`);
const collected = (names: readonly string[]): SubjectEvent => ({
  on: 'collected',
  file: 'f',
  names,
  total: 0,
  given: 0,
});

it('takes as many tests from a subject as count, over all files and replies, and no outcomes of others', () => {
  const run = emptyRun();
  recordEvents(run, [collected(namesFrom(0, 40)), ...namesFrom(0, 100).map(passed)], 60);
  expect(run.outcomes.size).toBe(40);
  recordEvents(run, [collected(namesFrom(40, 40_000)), ...namesFrom(0, 40_000).map(passed)], 60);
  expect([...run.names]).toEqual(namesFrom(0, 60));
  expect(run.outcomes.size).toBe(60);
});

it('keeps a few short problems and no name that could fill a report', () => {
  const run = emptyRun();
  const problems = namesFrom(0, 10_000).map((name) => `${name} ${'x'.repeat(10_000)}`);
  recordEvents(run, [collected(['y'.repeat(100_000)]), { on: 'file-done', file: 'f', problems }], 60);
  expect(run.names.size).toBe(0);
  expect(run.problems.length).toBe(50);
  expect(Math.max(...run.problems.map(({ length }) => length))).toBeLessThanOrEqual(300);
});

it('takes the colours out of messages', () => {
  const run = emptyRun();
  const message = '\u{1b}[2mexpect(\u{1b}[22m\u{1b}[31mreceived\u{1b}[39m\u{1b}[2m).toSatisfy()\u{1b}[22m';
  recordEvents(run, [collected(['t']), { on: 'test', name: 't', status: 'failed', message }], 60);
  recordEvents(run, [{ on: 'file-done', file: 'f', problems: [message] }], 60);
  expect(run.outcomes.get('t')?.message).toBe('expect(received).toSatisfy()');
  expect(run.problems).toEqual(['f: expect(received).toSatisfy()']);
});
