import { expect, test } from 'vitest';
import { JudgeFault, SubjectError, SubjectFailure, withoutStack } from '../../grader/judge/failures.ts';

test('an error of the subject is told as one, and never passes for a fault of the judge', () => {
  const thrown = new SubjectError({ name: 'JudgeFault', message: 'EXPIRED: "k"', classes: ['Error'], code: 'EXPIRED' });
  expect(withoutStack(thrown)).toMatchObject({
    name: 'Error',
    message: 'a call that had to be answered was refused: JudgeFault EXPIRED (EXPIRED: "k")',
  });
});

test('what the judge says keeps its name and its words', () => {
  expect(withoutStack(new JudgeFault('no subject'))).toMatchObject({ name: 'JudgeFault', message: 'no subject' });
  expect(withoutStack(new SubjectFailure('it hangs'))).toMatchObject({ name: 'SubjectFailure', message: 'it hangs' });
  expect(withoutStack('text').message).toBe('something that is no error was thrown');
});
