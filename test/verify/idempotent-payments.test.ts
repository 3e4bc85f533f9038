import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { loadMutants } from '../../grader/verify/mutants.ts';
import { loadSamples } from '../../grader/verify/samples.ts';
import { verifyChallenge } from '../../grader/verify/verify-challenge.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const sampleFolders = [join(challenge.root, 'samples'), join(KIT_ROOT, 'test/samples')];

it('has at least 100 mutants and 12 correct solutions of different build', async () => {
  expect((await loadMutants(challenge)).length).toBeGreaterThanOrEqual(100);
  const samples = (await Promise.all(sampleFolders.map(loadSamples))).flat();
  expect(samples.filter(({ expect: declared }) => 'met' in declared).length).toBeGreaterThanOrEqual(12);
});

/** How the load check sees a mutant depends on the machine: `grade verify` measures it. */
it(
  'is fair and sharp: nothing has to be mended, and the median mutant loses at most 2 rules',
  {
    timeout: 3_600_000,
  },
  async () => {
    const { signal } = new AbortController();
    const options = { challenge, sampleFolders, seeds: [1], only: '', load: false, signal };
    const { errors, medianLost } = await verifyChallenge({ ...options, onProgress: () => undefined });
    expect(errors).toEqual([]);
    expect(medianLost).toBeLessThanOrEqual(2);
  },
);
