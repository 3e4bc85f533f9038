/** Names that a reader can tell apart: values drawn from the seed are numbered in the order in which they appear. */

import { decodeValue, Kept, Opaque, type WireValue } from '../../wire/value.ts';
import { decodeThrown, describeThrown } from '../failures.ts';
import { memberOf } from '../member-of.ts';

const MAX_VALUE = 60;
const ALPHABET = 26;

export type Named = 'payment' | 'token' | 'fingerprint';

export interface Names {
  /** `payment 2`: the same for the same value throughout a story. */
  name(kind: Named, value: unknown): string;
  /** `call A`, `call B`, …, `call 27`: by the id of a call. */
  call(id: string): string;
  /** `store`, or `store 2` where there are several: by the handle of something opened. */
  opened(handle: string): string;
}

/** `handles` are all stores, processors and providers of the case, by what they are. */
export function namesOf(handles: ReadonlyMap<string, readonly string[]>): Names {
  const known = new Map<string, Map<unknown, number>>();
  const numberOf = (kind: string, value: unknown): number => {
    const numbers = known.get(kind) ?? new Map<unknown, number>();
    known.set(kind, numbers);
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return number;
  };
  return {
    name: (kind, value) => (typeof value === 'string' ? `${kind} ${numberOf(kind, value)}` : `no ${kind}`),
    call: (id) => {
      const number = numberOf('call', id);
      return `call ${number <= ALPHABET ? String.fromCharCode(64 + number) : number}`;
    },
    opened: (handle) => {
      for (const [kind, all] of handles) {
        const at = all.indexOf(handle);
        if (at >= 0) return all.length === 1 ? kind : `${kind} ${at + 1}`;
      }
      return handle;
    },
  };
}

/** A value as JSON, short enough for a line. */
export function briefly(value: unknown): string {
  if (value instanceof Opaque) return value.description;
  if (value instanceof Kept) return 'an object of its own';
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** How a call was refused: the code of the contract's errors, else what was thrown. */
export function refusal(wire: WireValue): string {
  const thrown = decodeThrown(wire);
  const code = memberOf(thrown, 'code');
  return `rejects: ${typeof code === 'string' ? code : describeThrown(thrown)}`;
}

/** The plain data of arguments. */
export function decodeAll(args: readonly WireValue[]): readonly unknown[] {
  return args.map((arg) => decodeValue(arg));
}
