/** The program that runs in the sandbox: loads the bundle named by its only argument and serves the judge. */

import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { Script } from 'node:vm';
import type { Hello, Request } from '../wire/messages.ts';
import { receive, send } from './channel.ts';
import { lockRealm } from './lock-realm.ts';
import { confineRealmFor } from './ports.ts';
import { countSharedBytes, countSubtle } from './realm.ts';
import { installRandomness } from './seeded-realm.ts';
import { Session, type SessionHost } from './session.ts';
import { installVirtualTime } from './virtual-time.ts';

const { cpuUsage, exit } = process;
/** Only there under `--expose-gc`. */
const collectGarbage = globalThis.gc;
const on = process.on.bind(process);
const bundlePath = process.argv[2] ?? '';
const parse: (text: string) => Request = JSON.parse;

// Node calls this through its prototype, which the candidate's code may be able to reach and patch.
Object.defineProperty(process, 'emit', { value: process.emit.bind(process) });

const source = readFileSync(bundlePath, 'utf8');
const background = confineRealmFor(source);
countSubtle(background);
const sharedBytes = countSharedBytes();

function loadBundle(): SessionHost['bundle'] {
  // Without an import callback every dynamic import is refused.
  const bundle: unknown = new Script(`(function (exports) {'use strict';${source}\n})`, {
    filename: 'solution.js',
  }).runInThisContext();
  if (typeof bundle !== 'function') throw new TypeError('the bundle is no function');
  return (exports) => {
    Reflect.apply(bundle, undefined, [exports]);
  };
}

function greet(error: string | null): void {
  const hello: Hello = { id: 0, ready: error === null, error };
  send(hello);
}

async function serve(bundle: SessionHost['bundle']): Promise<void> {
  let setSeed: ((seed: number) => void) | undefined;
  const session = new Session({
    bundle,
    background,
    // Load never starts a case: it keeps the engine's own randomness.
    reseed: (seed) => (setSeed ??= installRandomness())(seed),
    cpuTime: () => {
      const { user, system } = cpuUsage();
      return user + system;
    },
    heapUsed: () => {
      collectGarbage?.();
      const { used_heap_size, external_memory } = getHeapStatistics();
      // Buffers live outside of the heap.
      return used_heap_size + external_memory + sharedBytes();
    },
    collectYoung: () => collectGarbage?.({ type: 'minor' }),
  });
  installVirtualTime({ now: () => session.now(), after: (ms, fire) => session.after(ms, fire) });
  on('unhandledRejection', (error) => session.unhandled(error));
  on('uncaughtException', (error) => session.unhandled(error));
  lockRealm();
  greet(null);
  for (let text = receive(); text !== undefined; text = receive()) send(await session.serve(parse(text)));
}

try {
  await serve(loadBundle());
} catch (error) {
  greet(error instanceof Error ? error.message : String(error));
}
exit(0);
