/** `expect` as vitest builds it from its parts, with matchers for snapshots that say why there are none. */

import { getCurrentTest } from '@vitest/runner';
import {
  addCustomEqualityTesters,
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  ChaiStyleAssertions,
  customMatchers,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
  type ExpectStatic,
} from '@vitest/expect';
import { readMember } from '../members.ts';
import { fakeTimers } from './fake-timers.ts';
import { pollWith } from './poll.ts';
import { refuse, refusing } from './unsupported.ts';

const SNAPSHOT_MATCHERS = [
  'matchSnapshot',
  'toMatchSnapshot',
  'toMatchInlineSnapshot',
  'toMatchFileSnapshot',
  'toThrowErrorMatchingSnapshot',
  'toThrowErrorMatchingInlineSnapshot',
];

/** Characters of a value in a message: no diff is shown beside it, and both sides of a comparison should fit into what is kept. */
const SHOWN_VALUE = 120;

chai.config.truncateThreshold = SHOWN_VALUE;
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(ChaiStyleAssertions);
chai.use(JestAsymmetricMatchers);
chai.use((_chai, utils) => {
  for (const name of SNAPSHOT_MATCHERS)
    utils.addMethod(chai.Assertion.prototype, name, refusing(`${name} (snapshots)`));
});

/** Assertions counted from zero, as each try of a test starts with. */
const FRESH_COUNT = {
  assertionCalls: 0,
  isExpectingAssertions: false,
  isExpectingAssertionsError: null,
  expectedAssertionsNumber: null,
  expectedAssertionsNumberErrorGen: null,
};

/** An `expect` with a count of its own; `task` is the test whose context it belongs to, else the current test is asked for. */
export function makeExpect(task?: object): ExpectStatic {
  const call = (value: unknown, message?: string): unknown => {
    setState({ assertionCalls: getState(made).assertionCalls + 1 }, made);
    const assertion: unknown = chai.expect(value, message);
    const test = task ?? getCurrentTest();
    return test === undefined ? assertion : callMember(assertion, 'withTest', [withoutReproof(test)]);
  };
  const made = asExpect(Object.assign(call, chai.expect, Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT)));
  setState({ ...FRESH_COUNT, currentTestName: '' }, made);
  Object.assign(made, {
    assert: chai.assert,
    getState: () => getState(made),
    setState: (state: object) => setState(state, made),
    extend: (matchers: object) => callMember(chai.expect, 'extend', [made, matchers]),
    addEqualityTesters: addCustomEqualityTesters,
    addSnapshotSerializer: refusing('expect.addSnapshotSerializer'),
    soft: (value: unknown, message?: string) => callMember(call(value, message), 'withContext', [{ soft: true }]),
    poll: pollWith(call, fakeTimers),
    unreachable: (message?: string) => chai.assert.fail(`expected ${quote(message)}not to be reached`),
  });
  addCountingMatchers(made);
  return made;
}

/**
 * The test as matchers see it. One on a promise that nobody awaits is waited for when the test ends, as in vitest 4; the
 * end hook by which this version would fail the test all the same is dropped.
 */
function withoutReproof(test: object): object {
  return Object.create(test, {
    promises: {
      get: () => Reflect.get(test, 'promises'),
      set: (promises) => Reflect.set(test, 'promises', promises),
    },
    onFinished: { value: [] },
  });
}

/** Starts counting anew; `expect` is the one that a test has used. */
export function resetCount(expect: ExpectStatic, currentTestName: string): void {
  setState({ ...FRESH_COUNT, currentTestName }, expect);
}

/** Throws when a test has not made the assertions that it announced. */
export function assertCount(expect: ExpectStatic): void {
  const state = getState(expect);
  const { expectedAssertionsNumber: expected, assertionCalls: made } = state;
  if (typeof expected === 'number' && made !== expected) {
    throw new Error(`expected number of assertions to be ${expected}, but got ${made}`);
  }
  if (state.isExpectingAssertions === true && made === 0) {
    throw new Error('expected any number of assertion, but got none');
  }
}

function addCountingMatchers(expect: ExpectStatic): void {
  chai.util.addMethod(expect, 'assertions', (expectedAssertionsNumber: number) => {
    setState({ expectedAssertionsNumber }, expect);
  });
  chai.util.addMethod(expect, 'hasAssertions', () => {
    setState({ isExpectingAssertions: true }, expect);
  });
}

function quote(message: string | undefined): string {
  return message === undefined ? '' : `"${message}" `;
}

function asExpect(made: unknown): ExpectStatic {
  if (!isExpect(made)) throw new TypeError('expect is incomplete');
  return made;
}

function isExpect(value: unknown): value is ExpectStatic {
  return typeof value === 'function';
}

function callMember(target: unknown, name: string, args: readonly unknown[]): unknown {
  const member = readMember(target, name);
  return typeof member === 'function' ? Reflect.apply(member, target, args) : refuse(name);
}

export const expect = makeExpect();
expect.extend(customMatchers);
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });

export const { assert } = chai;
export const should = chai.should.bind(chai);
