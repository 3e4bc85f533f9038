import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { grade } from '../../grader/grade.ts';
import type { CheckName } from '../../grader/model/challenge.ts';
import type { Report } from '../../grader/model/report.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { disagreements, loadSamples } from '../../grader/verify/samples.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const correct = await loadSamples(join(challenge.root, 'samples'));
const others = await loadSamples(join(KIT_ROOT, 'test/samples'));
const EXACT: readonly CheckName[] = ['types', 'patterns', 'rules', 'tests'];

function gradeFolder(submission: string, seed = 1): Promise<Report> {
  const signal = new AbortController().signal;
  return grade({ submission, challenge, seed, checks: new Set(EXACT), onStep: () => undefined, signal });
}

describe('a sample scores what it declares', () => {
  it.each([...correct, ...others])('$name: $description', async (sample) => {
    const report = await gradeFolder(sample.folder);
    expect(report.run.faults).toEqual([]);
    expect(disagreements(sample, report)).toEqual([]);
  });
});

it('keeps at least six correct solutions of different build', () => {
  expect(correct.filter(({ expect: expected }) => 'met' in expected).length).toBeGreaterThanOrEqual(6);
});

describe('the model answer', () => {
  it.each([1, 2, 4_294_967_295])('meets every rule under seed %i', async (seed) => {
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
  const port = others.find(({ name }) => name === 'literal-port');
  const folder = port?.folder ?? '';
  const first = await gradeFolder(folder);
  const second = await gradeFolder(folder);
  expect(first.result.rules.some(({ failed }) => failed > 0)).toBe(true);
  expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
});

describe('the skeleton', () => {
  it('meets no rule of behaviour and gets at most 5 points', async () => {
    const { result } = await gradeFolder(challenge.skeletonRoot);
    const behaviour = result.rules.filter(({ cases }) => cases > 0);
    expect(behaviour.map(({ verdict }) => verdict)).toEqual(behaviour.map(() => 'not-met'));
    expect(behaviour.length).toBeGreaterThanOrEqual(26);
    expect(result.points.got).toBeLessThanOrEqual(5);
  });

  it('passes no hidden case: every case asks for something that only a working solution does', async () => {
    const { result } = await gradeFolder(challenge.skeletonRoot);
    const passing = result.rules.filter(({ cases, failed }) => failed < cases).map(({ id }) => id);
    expect(passing).toEqual([]);
  });
});
