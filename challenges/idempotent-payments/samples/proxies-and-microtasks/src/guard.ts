import type { JsonValue } from './contract.ts';

/** Takes every change and ignores it. */
const DEAF = {
  set: (): boolean => true,
  deleteProperty: (): boolean => true,
  defineProperty: (): boolean => true,
  get: (target: object, name: PropertyKey, receiver: unknown): unknown => {
    const value: unknown = Reflect.get(target, name, receiver);
    return typeof value === 'object' && value !== null ? guarded(value) : value;
  },
};

export function guarded<T extends object>(value: T): T {
  const handler: ProxyHandler<T> = DEAF;
  return new Proxy(value, handler);
}

/** A copy of a JSON value that cannot be changed. */
export function guardedCopy(value: JsonValue): JsonValue {
  const copied = copyOf(value);
  return typeof copied === 'object' && copied !== null ? guarded(copied) : copied;
}

/** Works on what is behind a proxy as well, which cannot be cloned. */
export function copyOf(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
