/** Takes apart the file that `pack-scripts.ts` of the sandbox has put together. */

import { Script } from 'node:vm';
import type { TestFileRun } from './run-test-file.ts';

export interface TestScripts {
  readonly facade: string;
  readonly tests: string;
  /** Evaluates the stand-in for `vitest`. */
  startRunner(): Runner;
  /** The runner's code cache, worth more once the runner was evaluated. */
  compiledRunner(): Buffer;
}

export interface Runner {
  /** What the tests import. */
  readonly api: unknown;
  readonly runTestFile: (run: TestFileRun) => Promise<void>;
}

/** The first line holds the lengths in bytes of what follows: runner, its code cache, facade, tests. */
export function openScripts(file: Buffer): TestScripts {
  const headEnd = file.indexOf(10);
  const lengths: readonly number[] = JSON.parse(file.toString('utf8', 0, headEnd));
  let at = headEnd + 1;
  const parts = lengths.map((length) => file.subarray(at, (at += length)));
  const [runner, cache, facade, tests] = parts;
  const text = (part: Buffer | undefined): string => part?.toString('utf8') ?? '';
  // Compiled before anything of the candidate's is, and while the engine's own functions are as they were.
  const script = runnerScript(text(runner), cache);
  return {
    facade: text(facade),
    tests: text(tests),
    startRunner: () => {
      const api: { readonly runTestFile: Runner['runTestFile'] } = script.runInThisContext();
      return { api, runTestFile: api.runTestFile };
    },
    compiledRunner: () => script.createCachedData(),
  };
}

/** `cachedData` saves compiling; one that does not fit this engine is left aside. */
export function runnerScript(code: string, cachedData: Buffer | undefined): Script {
  const usable = cachedData !== undefined && cachedData.length > 0;
  return new Script(code, { filename: 'runner.js', ...(usable ? { cachedData } : {}) });
}
