/** `AbortController` for the implementation: its listeners stay in its realm, only the abort itself reaches the tests. */

import type { Abortable, Bridge } from './bridge.ts';
import type { Errors } from './errors.ts';

type Listener = (event: { readonly type: 'abort' }) => void;

export interface AbortParts {
  readonly AbortController: unknown;
  /** The tests' signal behind one of the implementation's. */
  theirs(signal: object): unknown;
}

export function makeAbortParts(bridge: Bridge, errors: Errors): AbortParts {
  const behind = new WeakMap<object, Abortable>();

  class Signal {
    readonly #listeners = new Map<Listener, { readonly once: boolean }>();
    aborted = false;
    reason: unknown = undefined;
    onabort: Listener | null = null;

    constructor() {
      behind.set(this, bridge.abortable());
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
      behind.get(this)?.abort(errors.standIn(reason));
    }
  }

  class AbortController {
    readonly signal = new Signal();

    abort(reason: unknown = new Error('This operation was aborted')): void {
      this.signal.abort(reason);
    }
  }

  return { AbortController, theirs: (signal) => behind.get(signal)?.signal };
}
