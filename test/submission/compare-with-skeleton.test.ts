import { expect, test } from 'vitest';
import { compareWithSkeleton } from '../../grader/submission/compare-with-skeleton.ts';
import { SOLUTION, handIn, stage } from './hand-in.ts';
import type { Tree } from './hand-in.ts';

async function changes(skeleton: Tree, submitted: Readonly<Record<string, string>>) {
  const skeletonRoot = await handIn(skeleton);
  const files = Object.entries(submitted).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  const entry = { store: 'src/store.ts', processor: 'src/processor.ts' };
  return compareWithSkeleton(files, { id: 'sample', entry, givenFiles: ['src/contract.ts'], skeletonRoot });
}

test('files are added, changed, unchanged or removed, with counts of lines, in the order of their paths', async () => {
  const before = { 'src/a.ts': 'one\ntwo\n', 'src/b.ts': 'same\n', 'src/contract.ts': 'given', 'tests/c.ts': 'x\ny\n' };
  const after = { 'src/d.ts': 'new\nlines', 'src/b.ts': '\uFEFFsame\r\n', 'src/a.ts': 'two\nthree\nfour\n' };
  expect(await changes(before, after)).toEqual([
    { path: 'src/a.ts', status: 'changed', lines: 3, linesAdded: 2, linesRemoved: 1 },
    { path: 'src/b.ts', status: 'unchanged', lines: 1, linesAdded: 0, linesRemoved: 0 },
    { path: 'src/d.ts', status: 'added', lines: 2, linesAdded: 2, linesRemoved: 0 },
    { path: 'tests/c.ts', status: 'removed', lines: 0, linesAdded: 0, linesRemoved: 2 },
  ]);
});

test('a line that moved is neither added nor removed; one that is doubled is added once', async () => {
  const [moved] = await changes({ 'src/a.ts': 'a\nb\n' }, { 'src/a.ts': 'b\na\na\n' });
  expect(moved).toEqual({ path: 'src/a.ts', status: 'changed', lines: 3, linesAdded: 1, linesRemoved: 0 });
});

test('a staged submission says what it made of the skeleton', async () => {
  const submission = await stage(await handIn(SOLUTION));
  expect(submission.changes.map(({ path, status }) => `${path} ${status}`)).toEqual([
    'src/idempotency-store.ts added',
    'src/payment-processor.ts added',
  ]);
});
