import { describe, expect } from 'vitest';
import { declinedError, otherError } from '../../../grader/judge/errors.ts';
import { openTraced } from '../../../grader/judge/open-traced.ts';
import type { Answer } from '../../../grader/judge/scripted-provider.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { failing, words, type Failure } from './scenarios/attempts.ts';
import { expectRule } from './scenarios/expect-rule.ts';
import { inWords } from './scenarios/in-words.ts';
import { times } from './scenarios/outcomes.ts';

/** `A` approved, `D` a decline, `F` a fault: what comes after the failures; nothing when they exhaust the retries. */
type Last = 'A' | 'D' | 'F' | '';

interface Sequence {
  readonly failures: readonly Failure[];
  readonly last: Last;
  readonly maxAttempts: number;
}

/** All ways in which a payment of at most `maxAttempts` attempts can go: failures and timeouts, then an answer or none. */
function sequences(maxAttempts: number): Sequence[] {
  const failing = times(maxAttempts, (count) => words(['N', 'T'], count)).flat();
  const ended = failing.flatMap((failures) =>
    (['A', 'D', 'F'] as const).map((last) => ({ failures, last, maxAttempts })),
  );
  return [
    ...ended,
    ...words(['N', 'T'], maxAttempts).map((failures) => ({ failures, last: '' as const, maxAttempts })),
  ];
}

function lastAnswer(last: Last): Answer[] {
  switch (last) {
    case 'A':
      return [{ kind: 'approve' }];
    case 'D':
      return [{ kind: 'fail', error: declinedError() }];
    case 'F':
      return [{ kind: 'fail', error: otherError() }];
    case '':
      return [];
  }
}

/** The rule that such a sequence is about. */
function ruleOf({ failures, last }: Sequence): 'P6' | 'P7' | 'P10' {
  if (failures.includes('T')) return 'P10';
  return last === 'D' || last === 'F' ? 'P7' : 'P6';
}

/** More than any payment here needs, also one that sleeps in many short slices; there has to be an end to it. */
const MOST_INSTANTS = 1_000;

describe('a payment whose attempts end in', () => {
  for (const sequence of [1, 2, 3, 4].flatMap(sequences)) {
    const { failures, last, maxAttempts } = sequence;
    const id = ruleOf(sequence);
    rule(id, `${inWords(last === '' ? failures : [...failures, last])}, of at most ${maxAttempts}`, async () => {
      const config = { maxAttempts, retryDelayMs: 100, maxRetryDelayMs: 150, attemptTimeoutMs: 1_000 };
      const traced = await openTraced({ config });
      traced.provider.script(...failures.map((failure) => failing(failure)), ...lastAnswer(last));
      const call = traced.pay(0, values().key(), values().payload());
      await traced.idle();
      for (
        let instants = 0;
        instants < MOST_INSTANTS && call.state === 'open' && traced.breach(false) === undefined;
        instants += 1
      )
        if (!(await traced.nextInstant())) break;
      expect(traced.provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
      const breach = traced.breach();
      expectRule(id, breach);
      if (breach === undefined) expect(call.state, 'state of the call in the end').not.toBe('open');
    });
  }
});
