/** `AbortController` for the implementation: its listeners stay in its realm, only the abort itself reaches the tests. */

import type { Abortable, Bridge } from './bridge.ts';
import type { Errors } from './errors.ts';

type Listener = (event: { readonly type: 'abort' }) => void;

export interface AbortParts {
  /** The tests' signal behind one of the implementation's. */
  theirs(signal: object): unknown;
}

/** What is told of an abort when the implementation's listeners have been. */
type Relay = (reason: unknown) => void;

const relays = new WeakMap<object, Relay[]>();

class Signal {
  readonly #listeners = new Map<Listener, { readonly once: boolean }>();
  aborted = false;
  reason: unknown = undefined;
  onabort: Listener | null = null;

  constructor() {
    relays.set(this, []);
  }

  addEventListener(type: string, listener: Listener, options?: boolean | { readonly once?: boolean }): void {
    if (type !== 'abort' || this.#listeners.has(listener)) return;
    this.#listeners.set(listener, { once: typeof options === 'object' && options.once === true });
  }

  removeEventListener(_type: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = [...this.#listeners];
    for (const [listener, { once }] of listeners) {
      if (once) this.#listeners.delete(listener);
      listener({ type: 'abort' });
    }
    this.onabort?.({ type: 'abort' });
    for (const relay of relays.get(this) ?? []) relay(reason);
  }
}

/** One for the realm, as the implementation finds it: whichever of its parts was opened last, signals are known to all. */
class AbortController {
  readonly signal = new Signal();

  abort(reason: unknown = new Error('This operation was aborted')): void {
    this.signal.abort(reason);
  }
}

export function installAbortController(): void {
  Object.defineProperty(globalThis, 'AbortController', { value: AbortController, configurable: true });
}

export function makeAbortParts(bridge: Bridge, errors: Errors): AbortParts {
  const behind = new WeakMap<object, Abortable>();

  function open(signal: Signal): Abortable {
    const made = bridge.abortable();
    const relay: Relay = (reason) => made.abort(errors.standIn(reason));
    behind.set(signal, made);
    if (signal.aborted) relay(signal.reason);
    else relays.get(signal)?.push(relay);
    return made;
  }

  return {
    theirs: (signal) => (signal instanceof Signal ? (behind.get(signal) ?? open(signal)).signal : undefined),
  };
}
