import { expect, test } from 'vitest';
import { batchFacts, nameWidth, renderBatch, renderBatchItem } from '../../../grader/reporters/batch/render-batch.ts';
import type { BatchItem } from '../../../grader/reporters/batch/render-batch.ts';
import { reportWith } from '../../report/sample-report.ts';

const facts = batchFacts(reportWith());
const graded: BatchItem = { name: 'alice', status: 'graded', path: 'out/alice/report.json', facts };
const empty: BatchItem = { name: 'bob', status: 'nothing-gradable', reason: 'Nothing to grade in bob.' };
const failed: BatchItem = { name: 'carol', status: 'failed', reason: 'the grading ended with SIGKILL' };
const context = { colorLevel: 0, width: 100, folder: 'out' } as const;

/** What a line says, the name left out. */
function outcome(item: BatchItem): string {
  return renderBatchItem(item, nameWidth([item.name]))
    .slice(item.name.length)
    .trim();
}

test('each submission has a line that says what became of it', () => {
  expect(outcome(graded)).toBe(facts.headline);
  expect(outcome({ ...graded, status: 'kept' })).toBe(`${facts.headline}, graded before`);
  expect(outcome({ ...graded, facts: { ...facts, gatePassed: false, faults: ['a crash'] } })).toBe(
    `${facts.headline}, gate failed, partly not measured`,
  );
  expect(outcome(empty)).toBe('nothing to grade');
  expect(outcome(failed)).toBe('not graded');
});

test('the lines stand below each other, however long a name is and whatever is in it', () => {
  const names = ['a', 'b'.repeat(60)];
  const lines = names.map((name) => renderBatchItem({ ...empty, name }, nameWidth(names)));
  expect(lines.map((line) => line.indexOf('nothing to grade'))).toEqual([42, 42]);
  expect(renderBatchItem({ ...empty, name: 'x\u001b[2J\u202ey' }, 1)).not.toMatch(/[\u001b\u202e]/u);
});

test('what it comes to names what went wrong, why, and what to do next', () => {
  const faulty: BatchItem = { ...graded, name: 'dora', facts: { ...facts, faults: ['the load check crashed'] } };
  const kept: BatchItem = { ...graded, name: 'eve', status: 'kept' };
  const items = [graded, empty, failed, faulty, kept];
  expect(renderBatch(items, context).split('\n')).toEqual([
    '',
    '  5 submissions: 3 graded (1 of them before), 1 with nothing to grade, 1 not graded.',
    '',
    '  Nothing to grade',
    '  bob',
    '  Nothing to grade in bob.',
    '',
    "  Not graded, by no doing of the submission's",
    '  carol',
    '  the grading ended with SIGKILL',
    '',
    "  Partly not measured, by no doing of the submission's",
    '  dora',
    '  the load check crashed',
    '',
    '  Next',
    '  Statistics   grade stats out',
    '  Side by side grade compare out',
    '  Try again    the same command; what is graded is kept',
    '',
    '',
  ]);
});

test('a folder that a shell would split is quoted, and of many in trouble some are named', () => {
  const many = Array.from({ length: 1_025 }, (_, index): BatchItem => ({ ...failed, name: `n${index}` }));
  const text = renderBatch([graded, ...many], { ...context, folder: 'my out' });
  expect(text).toContain('grade stats "my out"');
  expect(text).toContain('1,026 submissions: 1 graded, 1,025 not graded.');
  expect(text).toContain('  n19\n');
  expect(text).not.toContain('  n20\n');
  expect(text).toContain('  and 1,005 more; --json names all\n');
  expect(renderBatch(many, context)).not.toContain('grade stats');
});
