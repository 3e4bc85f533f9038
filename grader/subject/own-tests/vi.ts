/** `vi`: spies, fake timers, stubbed globals and waiting. Mocked modules need a module graph, which a bundle lacks. */

import type { Config } from '@sinonjs/fake-timers';
import { clearAllMocks, fn, isMockFunction, resetAllMocks, restoreAllMocks, spyOn } from '@vitest/spy';
import { fakeTimers as timers, type SystemTime, type TickMode } from './fake-timers.ts';
import { resetConfig, setConfig } from './runner-config.ts';
import { refusing } from './unsupported.ts';
import { waitingWith } from './wait.ts';

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
  advanceTimersByTimeAsync: chainedAsync((ms: number) => timers.move((clock) => clock.tickAsync(ms))),
  advanceTimersToNextTimer: chained((steps: number = 1) => timers.next(steps)),
  advanceTimersToNextTimerAsync: chainedAsync((steps: number = 1) => timers.nextAsync(steps)),
  advanceTimersToNextFrame: chained(() => timers.clock().runToFrame()),
  setTimerTickMode: chained((mode: TickMode, interval?: number) => timers.setTickMode(mode, interval)),
  runAllTimers: chained(() => timers.clock().runAll()),
  runAllTimersAsync: chainedAsync(() => timers.move((clock) => clock.runAllAsync())),
  runOnlyPendingTimers: chained(() => timers.clock().runToLast()),
  runOnlyPendingTimersAsync: chainedAsync(() => timers.move((clock) => clock.runToLastAsync())),
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

const REFUSED = [
  ...['mock', 'unmock', 'doMock', 'doUnmock', 'importActual', 'importMock', 'mockObject', 'resetModules'],
  ...['stubEnv', 'unstubAllEnvs', 'dynamicImportSettled'],
];

export const vi = {
  ...time,
  ...mocks,
  ...globals,
  ...waitingWith(timers),
  setConfig: chained(setConfig),
  resetConfig: chained(resetConfig),
  defineHelper: <T>(helper: T): T => helper,
  hoisted: <T>(factory: () => T): T => factory(),
  ...Object.fromEntries(REFUSED.map((name) => [name, refusing(`vi.${name}`)])),
};

/** Leaves nothing behind for the next test file. */
export function restoreWorld(): void {
  timers.restore();
  restoreAllMocks();
  unstubAllGlobals();
  resetConfig();
}

function unstubAllGlobals(): void {
  for (const [name, original] of stubbed) {
    if (original === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, original);
  }
  stubbed.clear();
}
