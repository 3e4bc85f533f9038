/** The subject's end of the pipe. Reading blocks: while the judge thinks, nothing here moves. */

import { Buffer } from 'node:buffer';
import { readSync, writeSync } from 'node:fs';
import { encodeFrame, HEADER_BYTES } from '../wire/frame.ts';

const PIPE = 3;

const rest = Atomics.wait;

/** Sends one message, whole. */
export function send(message: unknown): void {
  const frame = encodeFrame(message);
  for (let sent = 0; sent < frame.length;) sent += retry(() => writeSync(PIPE, frame, sent));
}

/** The text of the next frame; `undefined` when the judge has hung up. */
export function receive(): string | undefined {
  const header = readExactly(HEADER_BYTES);
  if (header === undefined) return undefined;
  return readExactly(header.readUInt32BE(0))?.toString('utf8');
}

function readExactly(bytes: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let got = 0; got < bytes;) {
    const read = retry(() => readSync(PIPE, buffer, got, bytes - got, null));
    if (read === 0) return undefined;
    got += read;
  }
  return buffer;
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
