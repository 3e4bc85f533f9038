/** What a solution is given: a clock, a provider and a store whose every call goes through a gate. */

import type { Release, StoreSource, ThrowSpec } from '../wire/messages.ts';
import { encodeValue, type WireValue } from '../wire/value.ts';
import { encodeWithMembers } from './encode-with-members.ts';
import type { Gates, HeldCall } from './gates.ts';
import { readMember, RECORD_MEMBERS } from './members.ts';

/** The parts of a session that injected objects need. */
export interface InjectionContext {
  readonly gates: Gates;
  now(): number;
  /** Builds what `spec` describes and keeps it under its handle. */
  makeThrown(spec: ThrowSpec): unknown;
  decode(value: WireValue): unknown;
  keep(handle: string, value: unknown): void;
  kept(handle: string): unknown;
  takeArmedThrow(provider: string): ThrowSpec | undefined;
  passed(gate: number, ok: boolean, value: unknown): void;
}

/** What a processor is given to work with. */
export interface Given {
  readonly store: InjectedStore;
  readonly provider: InjectedProvider;
  readonly clock: InjectedClock;
}

export interface InjectedClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of the processor `by`. */
export function makeClock(context: InjectionContext, by: string): InjectedClock {
  return {
    now: () => context.now(),
    sleep: (ms, signal) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      return new Promise<void>((resolve, reject) => {
        const gate = context.gates.hold({ kind: 'clock.sleep', source: 'clock', by, args: [encodeValue(ms)] }, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        const onAbort = (): void => {
          context.gates.aborted(gate);
          context.gates.close(gate);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}

/** Taken before anything of the candidate's is evaluated: a signal's own members, and globals of these names, may be forged. */
const { addEventListener } = EventTarget.prototype;
const abortedOf = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get ?? (() => undefined);
const Exception = DOMException;

/** What is behind `signal`, whatever it says of itself. */
function stateOf(signal: unknown): 'aborted' | 'live' | 'missing' {
  try {
    return Reflect.apply(abortedOf, signal, []) === true ? 'aborted' : 'live';
  } catch {
    return 'missing';
  }
}

export interface InjectedProvider {
  charge(request: unknown, signal: unknown): Promise<unknown>;
}

/** A provider whose name starts with `abortable` rejects a charge as soon as its signal aborts, as `fetch` does. */
export function makeProvider(context: InjectionContext, name: string, by: string): InjectedProvider {
  const held = { kind: 'provider.charge', source: name, by } as const;
  return {
    charge: (request, signal) => {
      const args = ['paymentId', 'attempt', 'payload'].map((field) => encodeValue(readMember(request, field)));
      const armed = context.takeArmedThrow(name);
      if (armed !== undefined) {
        const gate = context.gates.hold({ ...held, args }, () => undefined);
        context.gates.close(gate);
        throw context.makeThrown(armed);
      }
      return new Promise<unknown>((resolve, reject) => {
        const state = stateOf(signal);
        const gate = context.gates.hold({ ...held, args: [...args, state] }, (how) => {
          settle(context, `answer:${gate}`, how, resolve, reject);
        });
        context.keep(`payload:${gate}`, readMember(request, 'payload'));
        if (state === 'missing') return;
        const hasAborted = (): boolean => stateOf(signal) === 'aborted';
        if (state === 'live') context.gates.watch(gate, hasAborted);
        const onAbort = (): void => {
          if (!hasAborted()) return;
          context.gates.aborted(gate);
          if (!name.startsWith('abortable')) return;
          context.gates.close(gate);
          reject(new Exception('The operation was aborted', 'AbortError'));
        };
        Reflect.apply(addEventListener, signal, ['abort', onAbort]);
      });
    },
  };
}

const STORE_METHODS = ['insertPending', 'updateStatus', 'get', 'size'] as const;

export type StoreMethod = (typeof STORE_METHODS)[number];

/** What a store reads of the objects that it is given: a claim, an outcome. */
const ARGUMENT_MEMBERS: Readonly<Record<StoreMethod, readonly string[]>> = {
  insertPending: ['fingerprint', 'paymentId'],
  updateStatus: ['status', 'response'],
  get: [],
  size: [],
};

export type InjectedStore = Readonly<Record<StoreMethod, (...args: unknown[]) => Promise<unknown>>>;

/** A store that the judge plays, or the candidate's own one behind gates. */
export function makeStore(context: InjectionContext, source: StoreSource, by: string): InjectedStore {
  const name = 'judge' in source ? source.judge : source.own;
  const own = 'own' in source ? context.kept(source.own) : undefined;
  const method =
    (which: StoreMethod) =>
    (...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const told = args.map((arg) => encodeWithMembers(arg, ARGUMENT_MEMBERS[which]));
        const held: HeldCall = { kind: `store.${which}`, source: name, by, args: told };
        const gate = context.gates.hold(held, (how) => {
          if ('pass' in how) resolve(passThrough(context, gate, own, which, args));
          else settle(context, `answer:${gate}`, how, resolve, reject);
        });
      });
  return {
    insertPending: method('insertPending'),
    updateStatus: method('updateStatus'),
    get: method('get'),
    size: method('size'),
  };
}

async function passThrough(
  context: InjectionContext,
  gate: number,
  own: unknown,
  which: StoreMethod,
  args: readonly unknown[],
): Promise<unknown> {
  try {
    const value = await callMethod(own, which, args);
    context.passed(gate, true, which === 'insertPending' ? claimMembers(value) : value);
    return value;
  } catch (error) {
    context.passed(gate, false, error);
    throw error;
  }
}

/** A claim's result may well be made of getters, and so may its record. */
function claimMembers(value: unknown): unknown {
  const record = readMember(value, 'record');
  return { ...membersOf(value, ['outcome', 'token']), record: membersOf(record, RECORD_MEMBERS) };
}

function membersOf(value: unknown, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, readMember(value, name)]));
}

/** The function that a part of the solution must export. */
export function callExport(part: unknown, name: string, args: readonly unknown[]): unknown {
  if (typeof readMember(part, name) !== 'function') throw new TypeError(`no function is exported as ${name}`);
  return callMethod(part, name, args);
}

/** `target[method](...args)`; a throw at the call becomes the caller's own throw. */
export function callMethod(target: unknown, method: string, args: readonly unknown[]): unknown {
  const found = readMember(target, method);
  if (typeof found !== 'function') throw new TypeError(`${method} is not a function`);
  return Reflect.apply(found, target, args);
}

function settle(
  context: InjectionContext,
  handle: string,
  how: Release,
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
): void {
  if ('resolve' in how) {
    const value = context.decode(how.resolve);
    context.keep(handle, value);
    resolve(value);
  } else if ('reject' in how) {
    reject(context.makeThrown(how.reject));
  }
}
