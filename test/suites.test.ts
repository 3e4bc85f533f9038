import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { judgeSuiteOf, submissionOf, whole, withFewMutants } from './support/judge-suite-of.ts';

const SUITES = join(KIT_ROOT, 'test/suites');

/** From the poorest to the best, with the points that each must get. */
const GRADED = [
  ['none', 0],
  ['tautological', 0],
  ['article-five', 1],
  ['typical-ten', 4],
  ['strong-twenty', 17],
  ['excellent', 20],
] as const;

describe('suites of graded quality', () => {
  it.each(GRADED)('%s gets %i points', async (name, points) => {
    const suite = await judgeSuiteOf(await submissionOf(name));
    expect(suite.problems).toEqual([]);
    expect(suite.tests.filter(({ verdict }) => verdict !== 'valid')).toEqual([]);
    expect(suite.points).toBe(points);
    if (points === 20) expect(suite.left).toEqual([]);
  });

  it('the own tests of the reference catch every bug', async () => {
    const { points, left } = await judgeSuiteOf(whole.referenceRoot);
    expect({ points, left }).toEqual({ points: 20, left: [] });
  });

  it('are all judged', async () => {
    const names = (await readdir(SUITES)).filter((name) => name !== 'cheats');
    expect(GRADED.map(([name]) => name)).toEqual(expect.arrayContaining(names));
  });
});

describe('suites that cheat', async () => {
  const challenge = withFewMutants(4);
  it.each(await readdir(join(SUITES, 'cheats')))('%s gets 2 points at most', async (name) => {
    const { points } = await judgeSuiteOf(await submissionOf(`cheats/${name}`), challenge);
    expect(points).toBeLessThanOrEqual(2);
  });
});
