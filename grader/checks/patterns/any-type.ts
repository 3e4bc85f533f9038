import { ts } from 'ts-morph';

/** Whether it is `any`; the compiler's own for what it cannot resolve is none. */
export function isAny(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0 && !isUnresolved(type);
}

/** Whether it is what the compiler makes of a name that it does not find. */
export function isUnresolved(type: ts.Type): boolean {
  return 'intrinsicName' in type && type.intrinsicName === 'error';
}
