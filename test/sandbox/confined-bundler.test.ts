import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Isolation } from '../../grader/model/report.ts';
import { bundleParts, partsOf } from '../../grader/sandbox/bundle-solution.ts';
import { bundleConfined, type Bundles } from '../../grader/sandbox/confined-bundler.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { submissionLikeReference, temporaryFolder } from '../support/submission-folder.ts';

const parts = partsOf({ store: 'src/idempotency-store.ts', processor: 'src/payment-processor.ts' });
const options = { allowedPackages: [], keepNames: true };

async function bundle(stagedRoot: string, level: Isolation, modules: readonly string[] = []): Promise<Bundles> {
  const { confinement } = await chooseConfinement(await temporaryFolder(), level);
  const { signal } = new AbortController();
  return bundleConfined({ confinement, stagedRoot, signal }, [{ parts, options }], modules);
}

/** Constraints of inferred types are tried both ways: time doubles with each level. */
function nestedInference(levels: number): string {
  return levels === 0 ? 'number' : `(A extends (infer B extends ${nestedInference(levels - 1)} ? 1 : 2) ? 1 : 2)`;
}

const levels = existsSync('/usr/bin/bwrap') ? (['full', 'namespaces', 'portable'] as const) : (['portable'] as const);

describe.each(levels)('the bundler under %s isolation', (level) => {
  it('makes of sources what it makes of them outside, what is wrong with them included', async () => {
    const root = await submissionLikeReference({
      'src/payment-processor.ts': 'export const x = ;',
      'src/idempotency-store.ts': `import { a } from './deep/a.js'; export const createIdempotencyStore = () => a;`,
      'src/deep/a.ts': 'export const a = 1;',
    });
    const outside = await bundleParts(parts, { ...options, stagedRoot: root });
    const { bundles, exports } = await bundle(root, level, ['src/idempotency-store.ts', 'src/nowhere.ts']);
    expect(bundles).toEqual([outside]);
    expect(outside.problems).toEqual({ processor: 'src/payment-processor.ts:1:18: Unexpected ";"' });
    expect([...exports.values()]).toEqual([['createIdempotencyStore'], []]);
  });

  it('refuses what leads out of the submission', async () => {
    const root = await submissionLikeReference({
      'src/idempotency-store.ts': `import '../../outside.ts'; export const createIdempotencyStore = () => ({});`,
    });
    await writeFile(join(root, '../outside.ts'), 'export const secret = 1;');
    const { bundles } = await bundle(root, level);
    expect(bundles[0]?.problems['store']).toMatch(/leads out of the submission|Could not resolve/);
    expect(bundles[0]?.code).not.toContain('secret');
  });

  it('ends with sources that take it for ever', { timeout: 120_000 }, async () => {
    const root = await submissionLikeReference({
      'src/idempotency-store.ts': `export type Slow<A> = ${nestedInference(40)};\nexport const createIdempotencyStore = () => ({});`,
    });
    const { bundles } = await bundle(root, level);
    expect(bundles[0]?.problems['processor']).toBe('the sources take more than 10 s to bundle');
    expect(bundles[0]?.code).toContain('take more than 10 s');
  });
});

it.runIf(levels.length > 1)('in the sandbox nothing outside of the submission can be read, whatever asks', async () => {
  const root = await submissionLikeReference({});
  await writeFile(join(root, '../outside.ts'), 'export const secret = 1;');
  const namesIn = async (level: Isolation) => [...(await bundle(root, level, ['../outside.ts'])).exports.values()];
  expect(await namesIn('portable')).toEqual([['secret']]);
  expect(await namesIn('full')).toEqual([[]]);
});

it('stops when the grading is stopped', async () => {
  const root = await submissionLikeReference({});
  const { confinement } = await chooseConfinement(await temporaryFolder(), 'portable');
  const stopped = { confinement, stagedRoot: root, signal: AbortSignal.abort(new Error('stopped')) };
  await expect(bundleConfined(stopped, [{ parts, options }])).rejects.toThrow('stopped');
});
