/**
 * Bytes in a realm that is shared with foreign code: everything was taken from the realm when this module was evaluated, and the
 * length stands on the bytes themselves, because Node asks them for it where a replaced getter would answer.
 */

const Bytes = Uint8Array;
const Store = ArrayBuffer;
const { apply, defineProperty } = Reflect;
const { create } = Object;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const decode: (bytes: Uint8Array) => string = decoder.decode.bind(decoder);
const typed: object = Object.getPrototypeOf(Bytes.prototype);
const askLength = Object.getOwnPropertyDescriptor(typed, 'byteLength')?.get ?? (() => 0);
const { set } = Bytes.prototype;

/** UTF-8 of `text`. */
export function bytesOf(text: string): Uint8Array {
  const bytes = encode(text);
  return withLength(bytes, lengthOf(bytes));
}

/** Their number, whatever has become of the getter. */
export function lengthOf(bytes: Uint8Array): number {
  return apply(askLength, bytes, []);
}

/** A block that is written to and read from. */
export interface Block {
  readonly bytes: Uint8Array;
  readonly store: ArrayBuffer;
  readonly size: number;
}

export function makeBlock(size: number): Block {
  const store = new Store(size);
  return { bytes: withLength(new Bytes(store), size), store, size };
}

/** The text whose UTF-8 stands at `from` in `block`. */
export function textIn({ store }: Block, from: number, length: number): string {
  return decode(new Bytes(store, from, length));
}

/** The big-endian number of four bytes at `from` in `block`. */
export function uint32In({ bytes }: Block, from: number): number {
  let value = 0;
  for (let at = 0; at < 4; at += 1) value = value * 256 + (bytes[from + at] ?? 0);
  return value;
}

/** Copies `length` bytes at `from` in `source` to the front of `target`, which may be the same block. */
export function moveToFront(source: Block, target: Block, { from, length }: { from: number; length: number }): void {
  apply(set, target.bytes, [new Bytes(source.store, from, length), 0]);
}

function withLength(bytes: Uint8Array, length: number): Uint8Array {
  const own: PropertyDescriptor = create(null);
  own.value = length;
  defineProperty(bytes, 'byteLength', own);
  return bytes;
}
