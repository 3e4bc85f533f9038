/** From calls of a store to what a trace tells of them. */

import type { JsonValue, PaymentOutcome } from './contract.ts';
import { memberOf } from './member-of.ts';
import type { StoreCall } from './store-port.ts';
import type { ClaimAnswer, Happening, SeenRecord } from './trace.ts';

type NumberedCall = StoreCall & { readonly index: number };

/** What the arrival of a call tells; reads tell something when they are answered. */
export function arrivedStoreCall({ method, args, processor, index }: NumberedCall): Happening | undefined {
  const [key, second, third] = args;
  switch (method) {
    case 'insertPending': {
      const fingerprint = String(memberOf(second, 'fingerprint'));
      return { on: 'claimed', claim: index, processor, key: String(key), fingerprint };
    }
    case 'updateStatus':
      return { on: 'settling', settling: index, key: String(key), token: String(second), outcome: asOutcome(third) };
    case 'get':
    case 'size':
      return undefined;
  }
}

/** What the answer to a call tells: the value that it resolves with, or the code that it rejects with. */
export function answeredStoreCall(
  { method, args, processor, index }: NumberedCall,
  answer: { readonly value: unknown } | { readonly code: string },
): Happening | undefined {
  switch (method) {
    case 'insertPending':
      return { on: 'claim-answered', claim: index, answer: 'value' in answer ? claimAnswer(answer.value) : BROKEN };
    case 'updateStatus':
      return { on: 'settling-answered', settling: index, recorded: 'value' in answer };
    case 'get':
      return { on: 'read', processor, key: String(args[0]), ...('value' in answer ? seenRecord(answer.value) : {}) };
    case 'size':
      return undefined;
  }
}

const BROKEN: ClaimAnswer = { outcome: 'broken' };

function claimAnswer(value: unknown): ClaimAnswer {
  const record = memberOf(value, 'record');
  switch (memberOf(value, 'outcome')) {
    case 'inserted':
      return {
        outcome: 'inserted',
        token: String(memberOf(value, 'token')),
        paymentId: String(memberOf(record, 'paymentId')),
      };
    case 'duplicate':
      return memberOf(record, 'status') === 'completed'
        ? { outcome: 'duplicate', status: 'completed', response: asJson(memberOf(record, 'response')) }
        : { outcome: 'duplicate', status: 'pending' };
    case 'mismatch':
      return { outcome: 'mismatch' };
    default:
      return BROKEN;
  }
}

function seenRecord(value: unknown): { readonly record?: SeenRecord } {
  const status = memberOf(value, 'status');
  if (status !== 'pending' && status !== 'completed' && status !== 'failed') return {};
  const fingerprint = String(memberOf(value, 'fingerprint'));
  const response = memberOf(value, 'response');
  return { record: { status, fingerprint, ...(response === undefined ? {} : { response: asJson(response) }) } };
}

/** An outcome as a processor hands it to `updateStatus`. */
export function asOutcome(value: unknown): PaymentOutcome {
  if (memberOf(value, 'status') !== 'completed') return { status: 'failed' };
  return { status: 'completed', response: asJson(memberOf(value, 'response')) };
}

function asJson(value: unknown): JsonValue {
  return isJson(value) ? value : null;
}

function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}
