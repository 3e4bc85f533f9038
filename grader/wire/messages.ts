/**
 * Every message between judge and subject. The judge sends a `Request` and waits for its one `Reply`; a subject that says
 * anything else has broken the wire. Handles are chosen by the judge, except those of gates, which the subject numbers.
 */

import type { WireValue } from './value.ts';

/** How an error is made in the subject: an instance of the contract's class, or any value, thrown as it is. */
export type ThrowSpec =
  /** `new contract[class](...args)`; kept under `handle`, so that the same object can be recognised later. */
  | {
      readonly class: string;
      readonly args: readonly WireValue[];
      readonly handle: string;
      /** What it calls itself, where that is not the name of its class. */
      readonly name?: string;
      /** An instance of a class that extends it. */
      readonly heir?: true;
      readonly cause?: ThrowSpec;
    }
  | { readonly value: WireValue; readonly handle: string };

/** How a gate is released. */
export type Release =
  | { readonly resolve: WireValue }
  | { readonly reject: ThrowSpec }
  /** Lets the call through to the candidate's own store. */
  | { readonly pass: true };

/** Where a processor's store comes from: the judge plays it, or a store of the candidate's, seen through gates. */
export type StoreSource = { readonly judge: string } | { readonly own: string };

/**
 * A kind of load: new keys ten at a time, paid keys again, 64 calls for each new key, new keys all at once with answers out of order, new keys
 * whose attempts get lost by a fixed share, claims of new keys, and claims while everything before them expires.
 */
export type LoadWork = 'fresh' | 'replayed' | 'joined' | 'interleaved' | 'failing' | 'claims' | 'expiring';

export type Command =
  /** Starts a case: the solution's modules are evaluated anew, all handles are forgotten, chance begins at `seed`. */
  | { readonly do: 'reset'; readonly now: number; readonly seed: number }
  | { readonly do: 'set-clock'; readonly now: number }
  | { readonly do: 'open-store'; readonly handle: string; readonly ttlMs: WireValue }
  | {
      readonly do: 'open-processor';
      readonly handle: string;
      readonly store: StoreSource;
      /** Names the scripted provider in the gates of its calls. */
      readonly provider: string;
      readonly config: WireValue;
      /** Another processor, whose store, provider and clock this one is given, the very same objects. */
      readonly beside?: string;
    }
  /** Calls a method; the outcome arrives as a `settled` event. `args` may name kept objects. */
  | {
      readonly do: 'call';
      readonly call: string;
      readonly target: string;
      readonly method: string;
      readonly args: readonly WireValue[];
      /** How the result is read. */
      readonly shape: Shape;
      /** Keeps the result for `mutate` and `read`; a result that is not kept can be collected. */
      readonly keep: boolean;
    }
  | { readonly do: 'release'; readonly gate: number; readonly how: Release }
  /** The next call of the provider throws synchronously. */
  | { readonly do: 'arm-throw'; readonly provider: string; readonly error: ThrowSpec }
  /** Makes an object of the judge's choosing and keeps it. */
  | { readonly do: 'make'; readonly handle: string; readonly value: WireValue }
  /** Overwrites and deletes everything inside a kept object; a frozen one is left as it is. */
  | { readonly do: 'scramble'; readonly handle: string }
  /** Reads a kept object again; answered by a `value` event. */
  | { readonly do: 'read'; readonly handle: string; readonly shape: Shape }
  /** Whether two kept objects share any object; answered by a `value` event with a boolean. */
  | { readonly do: 'shares'; readonly handle: string; readonly other: string }
  /** Whether everything inside a kept object can still be changed; answered by a `value` event with a boolean. */
  | { readonly do: 'changeable'; readonly handle: string }
  /** Waits until the subject is idle before the next command. */
  | { readonly do: 'idle' }
  /** Claims fresh keys `<prefix>-<n>` one after the other; answered by a `value` event: how many were inserted, CPU microseconds, different tokens. */
  | {
      readonly do: 'claims';
      readonly target: string;
      readonly prefix: string;
      readonly from: number;
      readonly claims: number;
      /** How far the clock moves on before each claim. */
      readonly everyMs: number;
    }
  /** Runs one slice of load; answered by a `value` event: the first problem or `null`, CPU microseconds, and the figures of the work. */
  | {
      readonly do: 'load';
      readonly work: LoadWork;
      readonly count: number;
      /** Makes keys, payloads and receipts. */
      readonly seed: number;
      /** Drives an implementation that does nothing: what the load itself costs. */
      readonly empty: boolean;
    }
  /** Live heap after a forced collection; answered by a `value` event in bytes. */
  | { readonly do: 'heap' }
  /**
   * Runs own tests, the bundle's parts `files`, and of them the first `atMost` tests. Answered by `collected`, `test` and
   * `file-done` events.
   */
  | {
      readonly do: 'run-tests';
      readonly files: readonly string[];
      readonly atMost: number;
      /** Names of tests that are left out. */
      readonly skip: readonly string[];
      /** Tests that do not even count. */
      readonly ignore: GivenTests;
      /** What takes the place of the candidate's modules; `null` leaves them as they are. `linked` as in `FacadeOptions`. */
      readonly implementation: { readonly code: string; readonly linked: boolean } | null;
      readonly seed: number;
      /** Replies before every file and test, with `open` at 1 and `file-started` or `test-started` as the last event, and waits for `go-on`. */
      readonly step: boolean;
    }
  | { readonly do: 'go-on' }
  /** Answered by `value` events: the code cache of the stand-in for `vitest` in pieces of Base64. */
  | { readonly do: 'compile-runner' };

/** Tests that come with the exercise: by the names of the tests, and by what their functions say in a bundle. */
export interface GivenTests {
  readonly names: readonly string[];
  readonly texts: readonly string[];
}

/** `insert-result` and `record` are read member by member, so that class instances and getters count; `json` as a JSON value. */
export type Shape = 'insert-result' | 'record' | 'number' | 'json' | 'nothing';

export interface Request {
  readonly id: number;
  readonly commands: readonly Command[];
}

export type GateKind =
  | 'store.insertPending'
  | 'store.updateStatus'
  | 'store.get'
  | 'store.size'
  | 'provider.charge'
  | 'clock.sleep'
  | 'timer';

export type SubjectEvent =
  /** A factory returned or threw. */
  | { readonly on: 'opened'; readonly handle: string; readonly error?: WireValue }
  | { readonly on: 'settled'; readonly call: string; readonly value: WireValue }
  /** `sync`: thrown at the call instead of rejected. */
  | { readonly on: 'failed'; readonly call: string; readonly error: WireValue; readonly sync: boolean }
  /** A call is held; `source` names the store, the provider or the clock, `by` the processor that calls (empty for a timer of the realm). */
  | {
      readonly on: 'gate';
      readonly gate: number;
      readonly kind: GateKind;
      readonly source: string;
      readonly by: string;
      readonly args: readonly WireValue[];
    }
  /** The signal of a held call aborted; a sleep is over with it, a charge stays open. */
  | { readonly on: 'aborted'; readonly gate: number }
  /** A gate that the subject closed itself: an aborted sleep, a cleared timer, an armed throw. */
  | { readonly on: 'closed'; readonly gate: number }
  /** A call that was let through to the candidate's own store came back. */
  | { readonly on: 'passed'; readonly gate: number; readonly ok: boolean; readonly value: WireValue }
  /** `by` is the processor that reports. */
  | { readonly on: 'unrecorded'; readonly by: string; readonly value: WireValue }
  /** A promise was rejected and nobody handled it. */
  | { readonly on: 'unhandled'; readonly error: WireValue }
  | { readonly on: 'value'; readonly value: WireValue }
  | {
      readonly on: 'collected';
      readonly file: string;
      /** Of the tests that count, in the order of appearance. */
      readonly names: readonly string[];
      /** How many could count, and how many are given ones. */
      readonly total: number;
      readonly given: number;
    }
  | { readonly on: 'file-started'; readonly file: string }
  | { readonly on: 'test-started'; readonly name: string }
  | {
      readonly on: 'test';
      readonly name: string;
      readonly status: 'passed' | 'failed' | 'timed-out' | 'skipped';
      readonly message: string | null;
    }
  /** A test file is through, with problems of the file as a whole. */
  | { readonly on: 'file-done'; readonly file: string; readonly problems: readonly string[] };

export interface Reply {
  readonly id: number;
  readonly events: readonly SubjectEvent[];
  /** Calls that have not settled; 1 while own tests are being run step by step. */
  readonly open: number;
}

/** What the host says once, before the first request: ready, or why the solution could not be loaded. */
export interface Hello {
  readonly id: 0;
  readonly ready: boolean;
  readonly error: string | null;
}
