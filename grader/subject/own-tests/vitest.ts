/**
 * What the candidate's tests get when they import `vitest`: its API as far as it makes sense without files, processes and
 * a module graph, on the same runner, matchers and spies. It is evaluated anew for each test file.
 */

export {
  afterAll,
  afterEach,
  aroundAll,
  aroundEach,
  beforeAll,
  beforeEach,
  describe,
  onTestFailed,
  onTestFinished,
  suite,
} from '@vitest/runner';
export { it, it as test } from './test-texts.ts';
export { chai } from '@vitest/expect';
export { assert, expect, makeExpect as createExpect, should } from './expect.ts';
export { assertType, expectTypeOf } from './expect-type.ts';
export { bench, inject } from './unsupported.ts';
export { vi, vi as vitest } from './vi.ts';

/** For the kit's own entry of the bundle. */
export { runTestFile } from './run-test-file.ts';
