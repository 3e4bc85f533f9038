/** `vi`: spies, fake timers, stubbed globals and waiting. Mocked modules need a module graph, which a bundle lacks. */

import type { Config } from '@sinonjs/fake-timers';
import { clearAllMocks, fn, isMockFunction, resetAllMocks, restoreAllMocks, spyOn } from '@vitest/spy';
import { FakeTimers, type SystemTime } from './fake-timers.ts';
import { retryUntil, type Patience } from './poll.ts';
import { refusing } from './unsupported.ts';

const timers = new FakeTimers();
const realNow = Date.now;
const stubbed = new Map<string, PropertyDescriptor | undefined>();

/** Makes `act` answer `vi`, as most of its members do. */
function chained<Args extends unknown[]>(act: (...args: Args) => unknown) {
  return (...args: Args): unknown => {
    act(...args);
    return vi;
  };
}

/** The same for what has to be awaited. */
function chainedAsync<Args extends unknown[]>(act: (...args: Args) => Promise<unknown>) {
  return async (...args: Args): Promise<unknown> => {
    await act(...args);
    return vi;
  };
}

const time = {
  useFakeTimers: chained((config?: Config) => timers.use(config)),
  useRealTimers: chained(() => timers.restore()),
  isFakeTimers: () => timers.isFaking(),
  setSystemTime: chained((now?: SystemTime) => timers.setSystemTime(now)),
  getMockedSystemTime: () => timers.mockedTime(),
  getRealSystemTime: () => realNow(),
  advanceTimersByTime: chained((ms: number) => timers.clock().tick(ms)),
  advanceTimersByTimeAsync: chainedAsync((ms: number) => timers.clock().tickAsync(ms)),
  advanceTimersToNextTimer: chained((steps: number = 1) => timers.next(steps)),
  advanceTimersToNextTimerAsync: chainedAsync((steps: number = 1) => timers.nextAsync(steps)),
  runAllTimers: chained(() => timers.clock().runAll()),
  runAllTimersAsync: chainedAsync(() => timers.clock().runAllAsync()),
  runOnlyPendingTimers: chained(() => timers.clock().runToLast()),
  runOnlyPendingTimersAsync: chainedAsync(() => timers.clock().runToLastAsync()),
  runAllTicks: chained(() => timers.clock().runMicrotasks()),
  clearAllTimers: chained(() => timers.clock().reset()),
  getTimerCount: () => timers.clock().countTimers(),
};

const mocks = {
  fn,
  spyOn,
  isMockFunction,
  mocked: <T>(item: T): T => item,
  clearAllMocks: chained(clearAllMocks),
  resetAllMocks: chained(resetAllMocks),
  restoreAllMocks: chained(restoreAllMocks),
};

const globals = {
  stubGlobal: chained((name: string, value: unknown) => {
    if (!stubbed.has(name)) stubbed.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }),
  unstubAllGlobals: chained(unstubAllGlobals),
};

const waiting = {
  waitFor: retryUntil,
  waitUntil: (ask: () => unknown, patience?: Patience | number): Promise<unknown> =>
    retryUntil(async () => {
      const answer = await ask();
      if (!answer) throw new Error('timed out in vi.waitUntil');
      return answer;
    }, patience),
};

const REFUSED = [
  ...['mock', 'unmock', 'doMock', 'doUnmock', 'importActual', 'importMock', 'mockObject', 'resetModules'],
  ...['stubEnv', 'unstubAllEnvs', 'dynamicImportSettled', 'setConfig', 'resetConfig'],
];

export const vi = {
  ...time,
  ...mocks,
  ...globals,
  ...waiting,
  hoisted: <T>(factory: () => T): T => factory(),
  ...Object.fromEntries(REFUSED.map((name) => [name, refusing(`vi.${name}`)])),
};

/** Leaves nothing behind for the next test file. */
export function restoreWorld(): void {
  timers.restore();
  restoreAllMocks();
  unstubAllGlobals();
}

function unstubAllGlobals(): void {
  for (const [name, original] of stubbed) {
    if (original === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, original);
  }
  stubbed.clear();
}
