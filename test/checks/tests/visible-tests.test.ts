import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkTests } from '../../../grader/checks/tests/check-tests.ts';
import { chooseConfinement } from '../../../grader/sandbox/isolation/choose-confinement.ts';
import { whole } from '../../support/judge-suite-of.ts';
import { temporaryFolder } from '../../support/submission-folder.ts';

const SAMPLES = join(whole.root, 'samples');
/** It asks what a `CryptoKey` is, which own tests do not have. */
const LEFT_OUT = 'subtle-everywhere';
const names = (await readdir(SAMPLES)).filter((name) => name !== LEFT_OUT);

/** The tests that every candidate sees must fail no correct solution, however it is built. */
it.each(names)('the visible tests hold on the sample %s', async (name) => {
  const workFolder = await temporaryFolder();
  const stagedRoot = join(workFolder, 'submission');
  await mkdir(stagedRoot);
  await cp(join(SAMPLES, name, 'src'), join(stagedRoot, 'src'), { recursive: true });
  await cp(join(whole.skeletonRoot, 'src/contract.ts'), join(stagedRoot, 'src/contract.ts'));
  await cp(join(whole.skeletonRoot, 'tests'), join(stagedRoot, 'tests'), { recursive: true });
  const { confinement } = await chooseConfinement(workFolder);
  const challenge = { ...whole, ownTestsPlan: null };
  const { signal } = new AbortController();
  const evidence = await checkTests({ stagedRoot, challenge, confinement, workFolder, seed: 1, signal });
  if (evidence.status !== 'measured') throw new Error(evidence.cause);
  expect(evidence.tests.length).toBeGreaterThan(20);
  expect(evidence.tests.filter(({ status }) => status !== 'passed')).toEqual([]);
});
