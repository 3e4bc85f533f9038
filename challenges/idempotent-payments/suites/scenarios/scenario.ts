/** Scenarios that fast-check draws and shrinks: calls, trouble, and priorities that decide what comes next. */

import fc from 'fast-check';
import type { ThrowSpec } from '../../../../grader/wire/messages.ts';
import { declinedError, networkError, otherError } from '../../../../grader/judge/errors.ts';
import type { Answer } from '../../../../grader/judge/scripted-provider.ts';
import { inWords } from './in-words.ts';

/** `A` approved, `N` a network failure, `L` one after the money has moved, `D` a decline, `F` a fault, `T` no answer. */
export type ChargeLetter = 'A' | 'N' | 'L' | 'D' | 'F' | 'T';

/** How the store answers: `.` as it should, `X` not at all, `Y` not, though it has done what was asked. */
export type StoreLetter = '.' | 'X' | 'Y';

export interface PlannedCall {
  readonly processor: number;
  readonly key: number;
  readonly payload: number;
}

export interface Scenario {
  readonly calls: readonly PlannedCall[];
  /** For the charges in order; approval beyond them. */
  readonly charges: readonly ChargeLetter[];
  /** For the claims and the settlings in order; as it should be beyond them. */
  readonly claims: readonly StoreLetter[];
  readonly settlings: readonly StoreLetter[];
  /** By what is possible, in the order in which it became possible: the highest comes first. */
  readonly priorities: readonly number[];
  /** Steps at which the one that would be next falls behind all others. */
  readonly changes: readonly number[];
}

/** What the scenarios of a theme are made of. */
export interface Theme {
  readonly processors: number;
  readonly keys?: number;
  readonly payloads?: number;
  readonly charges?: readonly ChargeLetter[];
  readonly claims?: readonly StoreLetter[];
  readonly settlings?: readonly StoreLetter[];
}

const MAX_CALLS = 6;

/** Priority-based schedules after Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees" (2010). */
export function scenarios(theme: Theme): fc.Arbitrary<Scenario> {
  const { processors, keys = 1, payloads = 1, charges = ['A'], claims = ['.'], settlings = ['.'] } = theme;
  const call = fc.record({
    processor: fc.nat(processors - 1),
    key: fc.nat(keys - 1),
    payload: fc.nat(payloads - 1),
  });
  return fc.record({
    calls: fc.array(call, { minLength: 1, maxLength: MAX_CALLS, size: 'max' }),
    charges: fc.array(fc.constantFrom(...charges), { maxLength: MAX_CALLS, size: 'max' }),
    claims: fc.array(fc.constantFrom(...claims), { maxLength: MAX_CALLS }),
    settlings: fc.array(fc.constantFrom(...settlings), { maxLength: MAX_CALLS }),
    priorities: fc.array(fc.nat(9), { maxLength: 12, size: 'max' }),
    changes: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
  });
}

/** The answer of the provider; `undefined` for none at all. */
export function answerOf(letter: ChargeLetter): Exclude<Answer, { readonly kind: 'hold' | 'throw' }> | undefined {
  switch (letter) {
    case 'A':
      return { kind: 'approve' };
    case 'N':
      return { kind: 'fail', error: networkError() };
    case 'L':
      return { kind: 'fail', error: networkError(), moved: true };
    case 'D':
      return { kind: 'fail', error: declinedError() };
    case 'F':
      return { kind: 'fail', error: otherError() };
    case 'T':
      return undefined;
  }
}

export function storeError(): ThrowSpec {
  return otherError('store is down');
}

const STORE_ANSWERS: Readonly<Record<StoreLetter, string>> = {
  '.': 'in order',
  X: 'refused',
  Y: 'done and answered with an error',
};

/** `calls at processor 1, 2 (provider: decline, approval; settlings: refused)`: a scenario in a line. */
export function describeScenario({ calls, charges, claims, settlings }: Scenario): string {
  const made = calls.map(({ processor, key, payload }) => {
    const other = [key === 0 ? [] : ['key'], payload === 0 ? [] : ['payload']].flat().join(' and ');
    return `${processor + 1}${other === '' ? '' : ` with another ${other}`}`;
  });
  const trouble = [
    ...(charges.length === 0 ? [] : [`provider: ${inWords(charges)}`]),
    ...storeTrouble('claims', claims),
    ...storeTrouble('settlings', settlings),
  ];
  const around = trouble.length === 0 ? '' : ` (${trouble.join('; ')})`;
  return `${made.length === 1 ? 'a call' : 'calls'} at processor ${made.join(', ')}${around}`;
}

function storeTrouble(what: string, letters: readonly StoreLetter[]): readonly string[] {
  if (letters.every((letter) => letter === '.')) return [];
  return [`${what}: ${letters.map((letter) => STORE_ANSWERS[letter]).join(', ')}`];
}
