import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { checkDescription } from '../../grader/verify/check-description.ts';
import { temporaryFolder } from '../support/submission-folder.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const text = await readFile(join(challenge.skeletonRoot, 'README.md'), 'utf8');

async function problemsOf(readme: string): Promise<readonly string[]> {
  const skeletonRoot = join(await temporaryFolder(), 'skeleton');
  await mkdir(skeletonRoot);
  await writeFile(join(skeletonRoot, 'README.md'), readme);
  return checkDescription({ ...challenge, skeletonRoot });
}

it('finds nothing in the README that candidates get', async () => {
  expect(await checkDescription(challenge)).toEqual([]);
});

it('finds a rule that is not described', async () => {
  const without = text
    .split('\n')
    .filter((line) => !line.startsWith('| S4 '))
    .join('\n');
  expect(await problemsOf(without)).toEqual(["S4 is not described in the skeleton's README.md"]);
});

it('finds a rule that is described with other points, and does not take P10 for P1', async () => {
  expect(text).toContain('| P1 pay | 2 |');
  expect(await problemsOf(text.replace('| P1 pay | 2 |', '| P1 pay | 3 |'))).toEqual([
    "P1 is worth 2 points, and 3 in the skeleton's README.md",
  ]);
});

it('asks for the README of a skeleton that has none', async () => {
  await expect(checkDescription({ ...challenge, skeletonRoot: '/nowhere' })).rejects.toThrow(
    /README\.md cannot be read/,
  );
});
