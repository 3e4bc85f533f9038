/** One suite on many implementations: what its tests said on each. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleImplementations } from '../../grader/checks/tests/bundle-implementations.ts';
import { runSuite } from '../../grader/checks/tests/run-suite.ts';
import type { TestOutcome } from '../../grader/checks/tests/suite-run.ts';
import type { OwnTestsPlan } from '../../grader/model/challenge.ts';
import { buildTestsHost } from '../../grader/sandbox/build-host.ts';
import { testsBundle } from '../../grader/sandbox/bundle-tests.ts';
import { bundleConfined } from '../../grader/sandbox/confined-bundler.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { packScripts } from '../../grader/sandbox/pack-scripts.ts';
import { stageSuite } from '../../grader/sandbox/stage-suite.ts';
import { whole } from './judge-suite-of.ts';
import { submissionLikeReference, temporaryFolder } from './submission-folder.ts';

/** Runs one test file, `code`, on the correct implementations and mutants of `plan`; by the implementation's id. */
export async function runOnImplementations(
  code: string,
  plan: OwnTestsPlan,
): Promise<ReadonlyMap<string, ReadonlyMap<string, TestOutcome>>> {
  const file = 'tests/a.test.ts';
  const folder = await temporaryFolder();
  const suiteRoot = join(folder, 'suite');
  const { confinement } = await chooseConfinement(folder);
  const { signal } = new AbortController();
  const stagedRoot = await submissionLikeReference({ [file]: code });
  const { entry } = whole;
  const { exports } = await bundleConfined({ confinement, stagedRoot, signal }, [], [entry.store, entry.processor]);
  await stageSuite({ stagedRoot, into: suiteRoot, entry, exports });
  const job = await testsBundle({ files: [file], allowedPackages: [] });
  const { bundles } = await bundleConfined({ confinement, stagedRoot: suiteRoot, signal }, [job]);
  const [bundled] = bundles;
  if (bundled === undefined || bundled.problems[file] !== undefined) throw new Error(bundled?.problems[file]);
  const bundlePath = join(folder, 'suite.bin');
  await writeFile(bundlePath, await packScripts(bundled.code, new Uint8Array()));
  const subject = { confinement, hostPath: await buildTestsHost(folder), bundlePath, heapMiB: 256 };
  const { correct, mutants } = await bundleImplementations(whole, plan);
  const outcomes = new Map<string, ReadonlyMap<string, TestOutcome>>();
  const ids = [...plan.correct, ...plan.mutants].map(({ id }) => id);
  for (const [index, implementation] of [...correct, ...mutants].entries()) {
    const ignore = { names: [], texts: [] };
    const common = { subject, files: [file], atMost: 60, skip: new Set<string>(), ignore, seed: 1 };
    const run = await runSuite({ ...common, implementation, stepwise: false, signal });
    outcomes.set(ids[index] ?? '', run.outcomes);
  }
  return outcomes;
}
