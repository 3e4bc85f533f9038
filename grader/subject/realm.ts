/** The realm in which the candidate's code runs: what is taken away from it, and what it is watched at. */

/** Everything here leads out of the sandbox or lets work go on behind the judge's back. */
const REMOVED = [
  'process',
  'Buffer',
  'fetch',
  'WebAssembly',
  'WebSocket',
  'EventSource',
  'BroadcastChannel',
  'CompressionStream',
  'DecompressionStream',
  'navigator',
  'Navigator',
  'localStorage',
  'sessionStorage',
  'Storage',
  'Request',
  'Response',
  'Headers',
  'FormData',
  'CloseEvent',
  'PerformanceEntry',
  'PerformanceMark',
  'PerformanceMeasure',
  'PerformanceObserver',
  'PerformanceObserverEntryList',
  'PerformanceResourceTiming',
  'gc',
  // Node loads its HTTP client for this one when it is first asked for, and a stream that is transferred has ports, which do the same.
  ...['ErrorEvent', 'Blob', 'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader'],
  ...['ReadableStreamBYOBRequest', 'ReadableByteStreamController', 'ReadableStreamDefaultController'],
  ...['WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter'],
  ...['TransformStream', 'TransformStreamDefaultController', 'TextEncoderStream', 'TextDecoderStream'],
  ...['ByteLengthQueuingStrategy', 'CountQueuingStrategy'],
];

const CONSOLE_METHODS = [
  ...[
    'assert',
    'clear',
    'count',
    'countReset',
    'debug',
    'dir',
    'dirxml',
    'error',
    'group',
    'groupCollapsed',
    'groupEnd',
  ],
  ...['info', 'log', 'table', 'time', 'timeEnd', 'timeLog', 'timeStamp', 'trace', 'warn'],
];

const realSetImmediate = setImmediate;

/** Resolves in the next turn of the event loop, when every microtask has run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
  });
}

/** Work outside the microtask queue that the candidate's code has started: an idle subject has none. */
export interface Background {
  /** Operations of `crypto.subtle` that have not come back, and timers of no time that have not fired. */
  pending: number;
  /** Messages between ports need more than one turn to arrive. */
  portsUsed: boolean;
  /** How many have been sent. */
  messages: number;
}

/** Turns in which nothing was sent after which ports are quiet. */
const QUIET_TURNS = 8;

/**
 * Messages, and turns with messages, after which they are no work that comes to an end: somebody asks again and again for what only the judge
 * or time can bring. Both, because hundreds of calls may take their few turns side by side.
 */
const MOST_MESSAGES = 2_000;
const MOST_TURNS = 40;

/** Looks, turn by turn, whether anything goes on that needs neither the judge nor time. */
export class Stillness {
  readonly #background: Background;
  #turns = 0;
  #quietTurns = 0;
  /** At the beginning, and when it was looked last. */
  #messages: { first: number; last: number };

  constructor(background: Background) {
    this.#background = background;
    this.#messages = { first: background.messages, last: background.messages };
  }

  /** To be asked once a turn: whether nothing has moved for long enough. */
  isComplete(): boolean {
    const { pending, messages, portsUsed } = this.#background;
    if (pending > 0) {
      this.restart();
      return false;
    }
    this.#turns += 1;
    this.#quietTurns = messages === this.#messages.last ? this.#quietTurns + 1 : 0;
    this.#messages.last = messages;
    if (!portsUsed || this.#quietTurns >= QUIET_TURNS) return true;
    return this.#turns >= MOST_TURNS && messages - this.#messages.first >= MOST_MESSAGES;
  }

  /** Something has come of it, or moves that the background does not know of. */
  restart(): void {
    const { messages } = this.#background;
    this.#turns = 0;
    this.#quietTurns = 0;
    this.#messages = { first: messages, last: messages };
  }
}

/** Turns of the event loop after which work that has not settled, with nothing in the background, never will. */
const PATIENCE = 100;

/** Waits until `isDone` holds, or until nothing is left in the subject that could make it hold. */
export async function waitWhileBusy(
  background: Background,
  work: Promise<unknown>,
  isDone: () => boolean,
): Promise<void> {
  const stillness = new Stillness(background);
  for (let still = 0; !isDone() && still < PATIENCE; still += stillness.isComplete() ? 1 : 0) {
    await Promise.race([work, nextTurn()]);
  }
}

/** Takes away what leads out and silences the console; `confineRealmFor` of `ports.ts` and `countSubtle` look after what may then go on in the background. */
export function confineRealm(): Background {
  for (const name of REMOVED) Reflect.deleteProperty(globalThis, name);
  const silent = Object.fromEntries(CONSOLE_METHODS.map((name) => [name, () => undefined]));
  define('console', silent);
  // Sleeping without computing would look like a machine that is too busy to go on.
  Reflect.deleteProperty(Atomics, 'wait');
  Reflect.deleteProperty(Atomics, 'waitAsync');
  return { pending: 0, portsUsed: false, messages: 0 };
}

/** Puts `value` in the place of a global. */
export function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: false, writable: true });
}

/** Counts operations of `crypto.subtle`, which Node loads when it is first asked for. */
export function countSubtle(background: Background): void {
  const prototype: object = Object.getPrototypeOf(crypto.subtle);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method: unknown = Reflect.get(prototype, name);
    if (name === 'constructor' || typeof method !== 'function') continue;
    const counted = function (this: unknown, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(method, this, args);
      if (!(result instanceof Promise)) return result;
      background.pending += 1;
      const done = (): void => {
        background.pending -= 1;
      };
      result.then(done, done);
      return result;
    };
    Object.defineProperty(prototype, name, { value: counted, configurable: true, enumerable: true, writable: true });
  }
}

/** Counts what is in shared buffers, as no statistic of the engine does; answers the bytes that are in use. */
export function countSharedBytes(): () => number {
  const Original = SharedArrayBuffer;
  const { slice } = Original.prototype;
  const { apply } = Reflect;
  let bytes = 0;
  const collected = new FinalizationRegistry<number>((size) => {
    bytes -= size;
  });
  // Registries of others have the same methods, and see the one that is called on.
  const register = collected.register.bind(collected);
  // Sets of this kind are not fixed in the realm, maps are.
  const counted = new WeakMap<SharedArrayBuffer, true>();
  const count = (made: SharedArrayBuffer): SharedArrayBuffer => {
    if (counted.has(made)) return made;
    counted.set(made, true);
    bytes += made.maxByteLength;
    register(made, made.maxByteLength);
    return made;
  };
  const Counted = new Proxy(Original, {
    construct: (target, args, newTarget): object => count(Reflect.construct(target, args, newTarget)),
  });
  Object.defineProperty(Original.prototype, 'constructor', { value: Counted, configurable: true, writable: true });
  // It makes what the buffer's constructor says, and the engine's own buffers where that says nothing.
  const countedSlice = function (this: SharedArrayBuffer, ...args: [number?, number?]): SharedArrayBuffer {
    return count(apply(slice, this, args));
  };
  Object.defineProperty(Original.prototype, 'slice', { value: countedSlice, configurable: true, writable: true });
  define('SharedArrayBuffer', Counted);
  return () => bytes;
}
