/** Calls, results and charges in plain words. */

import type { Release, Shape, SubjectEvent, ThrowSpec } from '../../wire/messages.ts';
import { decodeValue, type WireValue } from '../../wire/value.ts';
import { decodeThrown } from '../failures.ts';
import { memberOf } from '../member-of.ts';
import { briefly, decodeAll, refusal, type Names } from './names.ts';

type GateEvent = Extract<SubjectEvent, { readonly on: 'gate' }>;

/** `insertPending("k", fingerprint 1, payment 1)` and the like. */
export function describeCall(names: Names, method: string, wire: readonly WireValue[]): string {
  const [key, second, third] = decodeAll(wire);
  switch (method) {
    case 'insertPending':
      return `${method}(${briefly(key)}, ${describeClaim(names, second)})`;
    case 'updateStatus':
      return `${method}(${briefly(key)}, ${names.name('token', second)}, ${describeOutcome(third)})`;
    case 'processPayment':
      return `${method}(${briefly(key)}, ${briefly(second)})`;
    default:
      return `${method}(${wire.length === 0 ? '' : briefly(key)})`;
  }
}

/** What a held call asks for. */
export function describeGate(names: Names, { kind, args }: GateEvent): string {
  if (kind === 'clock.sleep') return `sleeps ${briefly(decodeValue(args[0] ?? null))} ms`;
  if (kind === 'timer') return `sets a timer of ${briefly(decodeValue(args[0] ?? null))} ms`;
  if (kind !== 'provider.charge') return describeCall(names, kind.slice('store.'.length), args);
  const [paymentId, attempt, payload] = decodeAll(args);
  return `charges ${names.name('payment', paymentId)}, attempt ${briefly(attempt)}: ${briefly(payload)}`;
}

/** The answer that a held call gets; `undefined` where it comes from the candidate's own store. */
export function describeRelease(names: Names, { kind }: GateEvent, how: Release): string | undefined {
  if ('pass' in how) return undefined;
  if ('resolve' in how) {
    const value = decodeValue(how.resolve);
    return kind === 'provider.charge' ? `approves: ${briefly(value)}` : describeResult(names, value);
  }
  return `rejects: ${describeScripted(how.reject)}`;
}

/** What a script throws into the solution. */
export function describeScripted(spec: ThrowSpec): string {
  if ('value' in spec) return briefly(decodeValue(spec.value));
  const [first] = spec.args;
  return spec.class === 'IdempotencyError' && typeof first === 'string' ? first : `${spec.class} ${briefly(first)}`;
}

/** How the candidate's own store answered a call that was let through. */
export function describePassed(names: Names, ok: boolean, wire: WireValue): string {
  return ok ? describeResult(names, decodeValue(wire)) : refusal(wire);
}

/** What a call came back with. */
export function describeSettled(names: Names, shape: Shape, wire: WireValue): string {
  if (shape === 'nothing') return 'done';
  const value = decodeValue(wire);
  return shape === 'json' ? `resolves: ${briefly(value)}` : describeResult(names, value);
}

/** What `onUnrecorded` was told. */
export function describeUnrecorded(names: Names, wire: WireValue): string {
  const told = decodeThrown(wire);
  const payment = names.name('payment', memberOf(told, 'paymentId'));
  return `reports that ${payment} is ${briefly(memberOf(told, 'status'))} and could not be recorded`;
}

/** What a store answers: a claim's result, a record, a number or nothing. */
function describeResult(names: Names, value: unknown): string {
  const outcome = memberOf(value, 'outcome');
  if (typeof outcome === 'string') {
    const token = memberOf(value, 'token');
    const given =
      outcome === 'inserted' ? names.name('token', token) : describeRecord(names, memberOf(value, 'record'));
    return `${outcome} (${given})`;
  }
  if (typeof memberOf(value, 'status') === 'string') return describeRecord(names, value);
  return value === undefined || value === null ? 'done' : briefly(value);
}

function describeRecord(names: Names, record: unknown): string {
  const status = memberOf(record, 'status');
  if (typeof status !== 'string') return briefly(record);
  return `${status}, ${names.name('payment', memberOf(record, 'paymentId'))}`;
}

function describeClaim(names: Names, claim: unknown): string {
  const fingerprint = names.name('fingerprint', memberOf(claim, 'fingerprint'));
  return `${fingerprint}, ${names.name('payment', memberOf(claim, 'paymentId'))}`;
}

function describeOutcome(outcome: unknown): string {
  const status = memberOf(outcome, 'status');
  const response = memberOf(outcome, 'response');
  return `${typeof status === 'string' ? status : briefly(outcome)}${response === undefined ? '' : ` ${briefly(response)}`}`;
}
