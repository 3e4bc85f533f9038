/** What a run of a suite needs, and how a subject is told. */

import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import type { Command, GivenTests } from '../../wire/messages.ts';

export interface SuiteOptions {
  /** A subject whose file holds the tests. */
  readonly subject: SubjectOptions;
  /** Parts of the bundle, in the order of running. */
  readonly files: readonly string[];
  /** Tests that are run, in all. */
  readonly atMost: number;
  /** Names of tests that are left out. */
  readonly skip: ReadonlySet<string>;
  /** Tests that do not even count. */
  readonly ignore: GivenTests;
  /** `null` for the candidate's own solution. */
  readonly implementation: { readonly code: string; readonly linked: boolean } | null;
  readonly seed: number;
  /** Whether tests are announced one by one from the start, so that one that hangs is known at once. */
  readonly stepwise: boolean;
  readonly signal: AbortSignal;
}

/** `step`: whether the subject pauses before each file and test. */
export function runCommand(options: SuiteOptions, step: boolean): Command {
  const { files, atMost, skip, ignore, implementation, seed } = options;
  return { do: 'run-tests', files, atMost, skip: [...skip], ignore, implementation, seed, step };
}
