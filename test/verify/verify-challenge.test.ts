import { cp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { withPrivateFolder } from '../../grader/submission/private-folder.ts';
import { loadMutants } from '../../grader/verify/mutants.ts';
import { verifyChallenge } from '../../grader/verify/verify-challenge.ts';
import type { Verification } from '../../grader/verify/verification.ts';

const whole = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const known = await loadMutants(whole);

/** A mutant of the challenge under another name and with another table. */
function mutant(id: string, like: string, breaks: readonly string[]): unknown {
  const model = known.find((other) => other.id === like);
  return { id, title: id, breaks, edits: model?.edits };
}

const MUTANTS = [
  mutant('as-it-should-be', 's9-accepts-zero', ['S9']),
  mutant('same-behaviour', 'q1-first-may-be-missing', ['S9']),
  mutant('wrong-table', 's9-accepts-nan', ['Q2']),
  mutant('slow', 's9-accepts-nan', ['W2']),
];

/** The rules that are judged on the options of the store, with mutants and samples in `root`. */
function smallChallenge(root: string): Challenge {
  const rules = whole.rules.filter(({ id, check }) => ['S9', 'Q2'].includes(id) || check === 'load');
  const suites = whole.suites.filter((path) => basename(path) === 'store-options.suite.ts');
  return { ...whole, root, rules, suites };
}

async function writeChallenge(root: string): Promise<void> {
  await writeFile(join(root, 'mutants.json'), JSON.stringify({ schema: 'grade.mutants/1', mutants: MUTANTS }));
  const sample = join(root, 'samples/pessimist');
  await cp(join(whole.referenceRoot, 'src'), join(sample, 'src'), { recursive: true });
  await writeFile(join(sample, 'sample.json'), '{ "description": "x", "expect": { "notMet": ["S9"] } }');
}

function verify(root: string, only = ''): Promise<Verification> {
  return verifyChallenge({
    challenge: smallChallenge(root),
    sampleFolders: [join(root, 'samples')],
    seeds: [1],
    only,
    load: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

describe('a challenge with flaws', () => {
  let found: Verification | undefined;

  beforeAll(async () => {
    found = await withPrivateFolder(async (root) => {
      await writeChallenge(root);
      return verify(root);
    });
  });

  it('has an error for each of them, and for nothing else', () => {
    expect(found?.errors).toEqual([
      'pessimist: S9 should not be met',
      'same-behaviour: keeps S9, which it breaks',
      'wrong-table: keeps Q2, which it breaks',
      'wrong-table: loses S9, which it does not name',
    ]);
  });

  it('counts cases, mutants and losses by rule', () => {
    expect(found?.rules.map(({ id, mutants, lostBy }) => [id, mutants, lostBy])).toEqual([
      ['Q2', 1, 0],
      ['S9', 2, 2],
      ['W2', 0, 0],
    ]);
    expect(found?.leftOut).toEqual(['slow']);
    expect(found?.medianLost).toBe(1);
  });

  it('lists the cases that no mutant fails', () => {
    expect(found?.redundant).toContain('store-options/the factory > takes a ttl of 1 ms as it is');
    expect(found?.redundant).not.toContain(
      'store-options/the factory > throws ConfigError for a ttl that is zero, and works with a right one after that',
    );
  });
});

it('judges only what the filter names, and then misses nothing', async () => {
  const found = await withPrivateFolder(async (root) => {
    await writeChallenge(root);
    return verify(root, 'should-be');
  });
  expect(found.mutants).toEqual([{ id: 'as-it-should-be', breaks: ['S9'], lost: ['S9'], problems: [] }]);
  expect(found.redundant).toBe(null);
  expect(found.errors).toEqual([]);
});

it('refuses a filter that nothing fits', async () => {
  await withPrivateFolder(async (root) => {
    await writeChallenge(root);
    await expect(verify(root, 'nobody')).rejects.toThrow('No sample and no mutant has "nobody" in its name.');
  });
});
