/** The judge's end of a child's pipe, read and written without the event loop. */

import { readSync, writeSync } from 'node:fs';

/** What Node keeps behind a socket of its own; it has no public way to the descriptor. */
interface SocketHandle {
  readonly fd: number;
  readStop(): void;
  /** 0 on success. */
  setBlocking(blocking: boolean): number;
}

/**
 * The descriptor of a stream of `ChildProcess.stdio`, taken over in the turn in which the process was spawned: from then on it blocks, and
 * the event loop leaves it alone. It is closed by destroying the stream.
 */
export function takeDescriptor(stream: unknown): number {
  if (typeof stream !== 'object' || stream === null) throw new Error('the subject has no pipe');
  const handle: unknown = Reflect.get(stream, '_handle');
  if (!isSocketHandle(handle)) throw new Error('the subject has no pipe');
  handle.readStop();
  // Else Node would read it to its end, and close it, as soon as the process is gone.
  Reflect.set(stream, 'readable', false);
  if (handle.setBlocking(true) !== 0) throw new Error('the pipe cannot be made blocking');
  return handle.fd;
}

/** Waits for bytes; how many were read into `buffer` from `offset` on, 0 at the end. */
export function readBlocking(descriptor: number, buffer: Uint8Array, offset: number): number {
  return unlessBroken(() => readSync(descriptor, buffer, offset, buffer.length - offset, null)) ?? 0;
}

/** Writes all of `bytes`; `false` when the other end is gone. */
export function writeBlocking(descriptor: number, bytes: Uint8Array): boolean {
  for (let sent = 0; sent < bytes.length;) {
    const written = unlessBroken(() => writeSync(descriptor, bytes, sent));
    if (written === undefined) return false;
    sent += written;
  }
  return true;
}

/** `undefined` when the other end has closed the pipe or its process is gone. */
function unlessBroken(operation: () => number): number | undefined {
  try {
    return operation();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET'))
      return undefined;
    throw error;
  }
}

function isSocketHandle(handle: unknown): handle is SocketHandle {
  return (
    typeof handle === 'object' &&
    handle !== null &&
    typeof Reflect.get(handle, 'fd') === 'number' &&
    typeof Reflect.get(handle, 'readStop') === 'function' &&
    typeof Reflect.get(handle, 'setBlocking') === 'function'
  );
}
