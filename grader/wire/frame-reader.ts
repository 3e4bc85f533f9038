/** Reading frames from a descriptor that blocks. */

import { HEADER_BYTES, MAX_FRAME_BYTES, WireViolation } from './frame.ts';
import { makeBlock, moveToFront, textIn, uint32In } from './own-bytes.ts';

/** Reads what is there, at least one byte and at most `room`, into `bytes` from `offset` on; 0 at the end of the stream. */
export type Read = (bytes: Uint8Array, offset: number, room: number) => number;

const FIRST_BYTES = 64 * 1024;

const { max } = Math;

/** Cuts what `read` delivers into frames; mostly one read is one frame. */
export class FrameReader {
  readonly #read: Read;
  #block = makeBlock(FIRST_BYTES);
  #start = 0;
  #end = 0;

  constructor(read: Read) {
    this.#read = read;
  }

  /** Bytes that have arrived behind the last frame. */
  get surplus(): number {
    return this.#end - this.#start;
  }

  /** The text of the next frame, `undefined` at the end; throws `WireViolation` for one of more than `MAX_FRAME_BYTES`. */
  next(): string | undefined {
    if (!this.#fill(HEADER_BYTES)) return undefined;
    const length = uint32In(this.#block, this.#start);
    if (length > MAX_FRAME_BYTES)
      throw new WireViolation(`a frame of ${length} bytes, at most ${MAX_FRAME_BYTES} are allowed`);
    if (!this.#fill(HEADER_BYTES + length)) return undefined;
    const from = this.#start + HEADER_BYTES;
    this.#start = from + length;
    return textIn(this.#block, from, length);
  }

  /** Reads until `bytes` are there; `false` when the stream ends before. */
  #fill(bytes: number): boolean {
    this.#makeRoom(bytes);
    while (this.surplus < bytes) {
      const got = this.#read(this.#block.bytes, this.#end, this.#block.size - this.#end);
      if (got === 0) return false;
      this.#end += got;
    }
    return true;
  }

  /** Moves what has arrived to the front, and into a larger buffer where it would not fit; a large one is not kept. */
  #makeRoom(bytes: number): void {
    const { surplus } = this;
    const { size } = this.#block;
    const wanted = max(bytes, surplus, FIRST_BYTES);
    if (surplus === 0 && size === wanted) {
      this.#start = this.#end = 0;
    } else if (this.#start + bytes > size || (surplus === 0 && size > wanted)) {
      const target = size === wanted ? this.#block : makeBlock(wanted);
      moveToFront(this.#block, target, { from: this.#start, length: surplus });
      this.#block = target;
      this.#start = 0;
      this.#end = surplus;
    }
  }
}
