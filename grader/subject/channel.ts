/** The subject's end of the pipe. Reading blocks: while the judge thinks, nothing here moves. */

import { readSync, writeSync } from 'node:fs';
import { FrameReader } from '../wire/frame-reader.ts';
import { encodeFrame } from '../wire/frame.ts';

const PIPE = 3;

const rest = Atomics.wait;

const reader = new FrameReader((buffer, offset) =>
  retry(() => readSync(PIPE, buffer, offset, buffer.length - offset, null)),
);

/** Sends one message, whole. */
export function send(message: unknown): void {
  const frame = encodeFrame(message);
  for (let sent = 0; sent < frame.length;) sent += retry(() => writeSync(PIPE, frame, sent));
}

/** The text of the next frame; `undefined` when the judge has hung up. */
export function receive(): string | undefined {
  return reader.next();
}

/** Node makes some pipes non-blocking; a full or empty one is then asked again after a short rest. */
function retry(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error;
      rest(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
