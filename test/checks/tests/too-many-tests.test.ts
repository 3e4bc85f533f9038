import { expect, it } from 'vitest';
import { judgeSuiteOf, withFewMutants } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

/** The run on the candidate's own solution shows more tests than are scored, the skeleton's own among them. */
it('says once how many tests of a file count', async () => {
  const tests = `
    import { expect, it } from 'vitest';
    for (let n = 0; n < 100; n += 1) it('test ' + n, () => { expect(n).toBe(n); });`;
  const submission = await submissionLikeReference({ 'tests/a.test.ts': tests });
  const { problems } = await judgeSuiteOf(submission, withFewMutants(20));
  expect(problems).toEqual(['tests/a.test.ts: 100 tests, of which only the first 60 count']);
});
