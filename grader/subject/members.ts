/** Values that have members: objects, and functions, which a class with static methods is as well. */

export function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** A member, wherever it lives; `undefined` where there can be none. Throws what a getter throws. */
export function readMember(target: unknown, name: PropertyKey): unknown {
  return isObject(target) ? Reflect.get(target, name) : undefined;
}

/** Those of the contract's record. */
export const RECORD_MEMBERS: readonly string[] = [
  'key',
  'status',
  'fingerprint',
  'paymentId',
  'createdAt',
  'expiresAt',
  'response',
];
