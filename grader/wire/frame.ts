/** Frames on the pipe between judge and subject: a 4-byte big-endian length, then that many bytes of UTF-8 JSON. */

import { Buffer } from 'node:buffer';
import { bytesOf } from './own-bytes.ts';

/** Bytes of the length that stands before every frame. */
export const HEADER_BYTES = 4;

/** The largest frame that the judge accepts; a larger announcement ends the subject, before anything is read. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

const { stringify } = JSON;

/** The other side broke the format of the wire. */
export class WireViolation extends Error {
  override readonly name = 'WireViolation';
}

/** The frame that carries `message`. */
export function encodeFrame(message: unknown): Uint8Array {
  return frameOf(stringify(message));
}

/** The frame that carries a message as JSON text. */
export function frameOf(json: string): Uint8Array {
  const frame = bytesOf(`\0\0\0\0${json}`);
  const length = frame.byteLength - HEADER_BYTES;
  for (let at = 0; at < HEADER_BYTES; at += 1) frame[at] = length >>> (24 - 8 * at);
  return frame;
}

/** Cuts a stream of bytes into the texts of its frames. */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #buffered = 0;

  /** The texts completed by `chunk`; throws `WireViolation` for a frame of more than `MAX_FRAME_BYTES`. */
  push(chunk: Buffer): string[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const texts: string[] = [];
    for (let text = this.#next(); text !== undefined; text = this.#next()) texts.push(text);
    return texts;
  }

  #next(): string | undefined {
    if (this.#buffered < HEADER_BYTES) return undefined;
    const length = this.#head(HEADER_BYTES).readUInt32BE(0);
    if (length > MAX_FRAME_BYTES)
      throw new WireViolation(`a frame of ${length} bytes, at most ${MAX_FRAME_BYTES} are allowed`);
    if (this.#buffered < HEADER_BYTES + length) return undefined;
    const whole = this.#head(HEADER_BYTES + length);
    const rest = whole.subarray(HEADER_BYTES + length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#buffered = rest.length;
    return whole.toString('utf8', HEADER_BYTES, HEADER_BYTES + length);
  }

  /** The first chunk, joined with as many others as `bytes` need. */
  #head(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= bytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
