/** Makes the implementation's realm worth nothing to whoever should get hold of one of its objects. */

import { lockRealm } from '../lock-realm.ts';

/** Fixes the built-ins, before the implementation is evaluated, and hides all source. */
export function closeRealm(): void {
  const toString = (): string => 'function () { [native code] }';
  Object.defineProperty(Function.prototype, 'toString', { value: toString, writable: false, configurable: false });
  lockRealm();
}
