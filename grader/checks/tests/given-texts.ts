/** What the functions of the skeleton's tests say in a bundle: however a candidate names them, they are nobody's own. */

import { join } from 'node:path';
import { Script } from 'node:vm';
import type { Challenge } from '../../model/challenge.ts';
import { bundleParts } from '../../sandbox/bundle-solution.ts';
import { testsBundle } from '../../sandbox/bundle-tests.ts';
import { stageSuite } from '../../sandbox/stage-suite.ts';
import { findTestFiles } from './find-test-files.ts';

const known = new Map<string, Promise<readonly string[]>>();

/** Bundled as a suite is; once a process. `workFolder` is where that is written. */
export function givenTexts(challenge: Challenge, workFolder: string): Promise<readonly string[]> {
  const found = known.get(challenge.hash);
  if (found !== undefined) return found;
  const made = readTexts(challenge, join(workFolder, 'given'));
  known.set(challenge.hash, made);
  made.catch(() => known.delete(challenge.hash));
  return made;
}

async function readTexts(
  { skeletonRoot, entry, allowedPackages }: Challenge,
  into: string,
): Promise<readonly string[]> {
  const { files } = await findTestFiles(skeletonRoot);
  if (files.length === 0) return [];
  await stageSuite({ stagedRoot: skeletonRoot, into, entry, exports: new Map() });
  const { parts, options } = await testsBundle({ files, allowedPackages });
  const { code } = await bundleParts(parts, { ...options, stagedRoot: into });
  return textsIn(code);
}

/** Evaluates the files, with nothing behind `vitest` but what notes the functions of tests. */
function textsIn(code: string): readonly string[] {
  const texts: string[] = [];
  const it = (_title: string, body: () => unknown): number => texts.push(body.toString());
  const describe = (_title: string, body: () => void): void => body();
  const rest: object = new Proxy(() => rest, { get: () => rest });
  const vitest = new Proxy(
    { describe, suite: describe, it, test: it },
    { get: (own, name) => Reflect.get(own, name) ?? rest },
  );
  const evaluate: (exports: object, vitest: object, implementation: unknown) => void = new Script(
    `(function (exports, $vitest, $implementation) {'use strict';${code}\n})`,
  ).runInThisContext();
  const files: Record<string, () => void> = {};
  evaluate(files, vitest, () => rest);
  for (const load of Object.values(files)) load();
  return texts;
}
