/** The standard globals that a bare realm lacks, as far as our implementations use them. */

import { makeChance } from '../randomness.ts';
import type { Bridge } from './bridge.ts';
import { cloneJson } from './copy.ts';

/** The implementation's chance is its own: what it draws changes nothing for the tests. */
const SEED = 20_260_101;

export function installGlobals(bridge: Bridge): void {
  const chance = makeChance();
  chance.seed(SEED);
  const globals = {
    structuredClone: (value: unknown) => cloneJson(value),
    queueMicrotask: (task: () => void) => {
      void Promise.resolve().then(task);
    },
    crypto: {
      randomUUID: () => chance.randomUUID(),
      getRandomValues: <T extends ArrayBufferView>(array: T): T => chance.getRandomValues(array),
      subtle: { digest: (algorithm: string, bytes: Uint8Array) => digest(bridge, algorithm, bytes) },
    },
    TextEncoder: class {
      encode(text: string): Uint8Array {
        return new Uint8Array(bridge.encode(text));
      }
    },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
}

function digest(bridge: Bridge, algorithm: string, bytes: Uint8Array): Promise<ArrayBuffer> {
  return new Promise((resolve) => {
    bridge.digest(algorithm, bytes, (made) => resolve(new Uint8Array(made).buffer));
  });
}
