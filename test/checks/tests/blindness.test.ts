import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KIT_ROOT } from '../../../grader/sandbox/kit-root.ts';
import { whole } from '../../support/judge-suite-of.ts';
import { runOnImplementations } from '../../support/run-on-implementations.ts';

/** Mutants of every kind of build: without links, with links, with calls that hang. */
const MUTANTS = ['s5-any-token', 'p12-never-reported', 's7-record-out-by-reference', 'p14-callers-share-the-response'];

const plan = whole.ownTestsPlan ?? expect.unreachable();
const blind = { ...plan, mutants: plan.mutants.filter(({ id }) => MUTANTS.includes(id)) };

it('looks the same from a test, whatever implementation stands behind the factories', async () => {
  const spy = await readFile(join(KIT_ROOT, 'test/checks/fixtures/spy.test.ts.txt'), 'utf8');
  const seen = await runOnImplementations(spy, blind);
  expect(seen.size).toBe(plan.correct.length + MUTANTS.length);
  const [reference = expect.unreachable(), ...others] = seen.values();
  expect(reference.size).toBeGreaterThan(10);
  for (const { status, message } of reference.values()) {
    expect(status).toBe('failed');
    expect(message).toMatch(/^saw: ./);
  }
  for (const other of others) expect(Object.fromEntries(other)).toEqual(Object.fromEntries(reference));
});
