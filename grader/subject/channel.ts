/** The subject's end of the pipe. Reading blocks: while the judge thinks, nothing here moves. */

import fs from 'node:fs';
import { FrameReader } from '../wire/frame-reader.ts';
import { encodeFrame, frameOf } from '../wire/frame.ts';

const PIPE = 3;

/** Own tests may replace whatever the realm has: all that is called here was taken before. */
const { readSync, writeSync } = fs;
const rest = Atomics.wait;
const restingPlace = new Int32Array(new SharedArrayBuffer(4));

const reader = new FrameReader((bytes, offset, room) => retry(() => readSync(PIPE, bytes, offset, room, null)));

/** Sends one message, whole. */
export function send(message: unknown): void {
  write(encodeFrame(message));
}

/** The same for a message that is JSON text already. */
export function sendText(json: string): void {
  write(frameOf(json));
}

/** The text of the next frame; `undefined` when the judge has hung up. */
export function receive(): string | undefined {
  return reader.next();
}

function write(frame: Uint8Array): void {
  const length = frame.byteLength;
  for (let sent = 0; sent < length;) sent += retry(() => writeSync(PIPE, frame, sent, length - sent, null));
}

/** Node makes some pipes non-blocking; a full or empty one is then asked again after a short rest. */
function retry(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'EAGAIN') throw error;
      rest(restingPlace, 0, 0, 1);
    }
  }
}
