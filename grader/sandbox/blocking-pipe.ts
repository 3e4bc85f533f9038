/** The judge's end of a child's pipe, read and written without the event loop. */

import type { Buffer } from 'node:buffer';
import { readSync, writeSync } from 'node:fs';

/** What Node keeps behind a socket of its own; it has no public way to the descriptor. */
interface SocketHandle {
  readonly fd: number;
  readStop(): void;
  /** 0 on success. */
  setBlocking(blocking: boolean): number;
}

export class BlockingPipe {
  readonly #stream: { destroy(): void };
  readonly #descriptor: number;
  #open = true;

  /** Takes a stream of `ChildProcess.stdio` over, in the turn in which the process was spawned. */
  constructor(stream: unknown) {
    const handle = isDestroyable(stream) ? Reflect.get(stream, '_handle') : undefined;
    if (!isDestroyable(stream) || !isSocketHandle(handle)) throw new Error('the subject has no pipe');
    handle.readStop();
    if (handle.setBlocking(true) !== 0) throw new Error('the pipe cannot be made blocking');
    this.#stream = stream;
    this.#descriptor = handle.fd;
  }

  /** Waits for bytes; how many were read into `buffer` from `offset` on, 0 at the end. */
  read(buffer: Buffer, offset: number): number {
    return this.#open
      ? (unlessBroken(() => readSync(this.#descriptor, buffer, offset, buffer.length - offset, null)) ?? 0)
      : 0;
  }

  /** Writes all of `bytes`; `false` when the other end is gone. */
  write(bytes: Buffer): boolean {
    for (let sent = 0; sent < bytes.length;) {
      const written = this.#open ? unlessBroken(() => writeSync(this.#descriptor, bytes, sent)) : undefined;
      if (written === undefined) return false;
      sent += written;
    }
    return true;
  }

  close(): void {
    this.#open = false;
    this.#stream.destroy();
  }
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

function isDestroyable(stream: unknown): stream is { destroy(): void } {
  return typeof stream === 'object' && stream !== null && 'destroy' in stream && typeof stream.destroy === 'function';
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
