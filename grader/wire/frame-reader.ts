/** Reading frames from a descriptor that blocks. */

import { Buffer } from 'node:buffer';
import { HEADER_BYTES, MAX_FRAME_BYTES, WireViolation } from './frame.ts';

/** Reads what is there, at least one byte, into `buffer` from `offset` on; 0 at the end of the stream. */
export type Read = (buffer: Buffer, offset: number) => number;

const FIRST_BYTES = 64 * 1024;

/** Cuts what `read` delivers into frames; mostly one read is one frame. */
export class FrameReader {
  readonly #read: Read;
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
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
    const length = this.#buffer.readUInt32BE(this.#start);
    if (length > MAX_FRAME_BYTES)
      throw new WireViolation(`a frame of ${length} bytes, at most ${MAX_FRAME_BYTES} are allowed`);
    if (!this.#fill(HEADER_BYTES + length)) return undefined;
    const from = this.#start + HEADER_BYTES;
    this.#start = from + length;
    return this.#buffer.toString('utf8', from, this.#start);
  }

  /** Reads until `bytes` are there; `false` when the stream ends before. */
  #fill(bytes: number): boolean {
    this.#makeRoom(bytes);
    while (this.surplus < bytes) {
      const got = this.#read(this.#buffer, this.#end);
      if (got === 0) return false;
      this.#end += got;
    }
    return true;
  }

  /** Moves what has arrived to the front, and into a larger buffer where it would not fit; a large one is not kept. */
  #makeRoom(bytes: number): void {
    const { surplus } = this;
    const wanted = Math.max(bytes, surplus, FIRST_BYTES);
    if (surplus === 0 && this.#buffer.length === wanted) {
      this.#start = this.#end = 0;
    } else if (this.#start + bytes > this.#buffer.length || (surplus === 0 && this.#buffer.length > wanted)) {
      const target = this.#buffer.length === wanted ? this.#buffer : Buffer.allocUnsafe(wanted);
      this.#buffer.copy(target, 0, this.#start, this.#end);
      this.#buffer = target;
      this.#start = 0;
      this.#end = surplus;
    }
  }
}
