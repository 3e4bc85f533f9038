import { expect, it } from 'vitest';
import { runnerScripts } from '../../../grader/sandbox/runner-scripts.ts';
import { FlowingTime } from '../../../grader/subject/own-tests/flowing-time.ts';
import { handOut, loadImplementation } from '../../../grader/subject/own-tests/implementation.ts';
import { makeBridge } from '../../../grader/subject/own-tests/tests-realm-bridge.ts';

const EMPTY = `
  const none = () => ({});
  exports.contract = exports.store = exports.processor = none;`;

const { facade } = await runnerScripts();
const bridge = makeBridge(new FlowingTime({ pending: 0, portsUsed: false, messages: 0 }));
const open = loadImplementation({ code: EMPTY, linked: false }, facade, bridge);

it('closes the realm of the implementation, should one of its objects ever reach a test', () => {
  const foreign: object = open({}).constructor;
  const functions: unknown = foreign.constructor;
  if (typeof functions !== 'function') expect.unreachable();
  expect(functions).not.toBe(Function);
  expect(() => Reflect.apply(functions, undefined, ['return globalThis'])).toThrow('Code generation from strings');
  expect(String(foreign)).toBe('function () { [native code] }');
  for (const name of ['keys', 'defineProperty']) expect(() => Reflect.set(foreign, name, 1)).toThrow('read only');
  expect(Reflect.defineProperty(foreign, 'keys', { value: 1 })).toBe(false);
});

it('hands out each factory once, as a function of the realm of the tests', () => {
  const give = handOut(open);
  for (const name of ['createIdempotencyStore', 'createPaymentProcessor']) {
    expect(give(name, {})).toBeInstanceOf(Function);
    expect(() => give(name, {})).toThrow(TypeError);
  }
  expect(() => give('contract', {})).toThrow(TypeError);
});
