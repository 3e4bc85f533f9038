import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { grade } from '../../grader/grade.ts';
import type { CheckName } from '../../grader/model/challenge.ts';
import type { Report } from '../../grader/model/report.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const EXACT: readonly CheckName[] = ['types', 'patterns', 'rules', 'tests'];

function gradeFolder(submission: string, seed = 1): Promise<Report> {
  const signal = new AbortController().signal;
  return grade({ submission, challenge, seed, checks: new Set(EXACT), onStep: () => undefined, signal });
}

describe('the model answer', () => {
  // Seed 1 is what `grade verify` judges it under.
  it.each([2, 4_294_967_295])('meets every rule under seed %i', async (seed) => {
    const { result, run } = await gradeFolder(challenge.referenceRoot, seed);
    expect(run.faults).toEqual([]);
    const notMet = result.rules.filter(({ verdict }) => verdict !== 'met').map(({ id }) => id);
    expect(notMet).toEqual([]);
    expect(result.points).toMatchObject({ got: 90, outOf: 90 });
    expect(result.tests.mutants.filter(({ status }) => status !== 'killed')).toEqual([]);
    expect(result.tests.suite?.dropped).toEqual([]);
    expect(result.findings).toEqual([]);
    expect(result.tests.invalid).toBe(0);
    expect(result.tests.valid).toBeGreaterThan(0);
  });

  it('gives the same result, byte for byte, every time', async () => {
    const first = await gradeFolder(challenge.referenceRoot);
    const second = await gradeFolder(challenge.referenceRoot);
    expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
  });
});

it('gives a failing submission the same result, byte for byte, every time', async () => {
  const folder = join(KIT_ROOT, 'test/samples/literal-port');
  const first = await gradeFolder(folder);
  const second = await gradeFolder(folder);
  expect(first.result.rules.some(({ failed }) => failed > 0)).toBe(true);
  expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
});
