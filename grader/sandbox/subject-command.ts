/** The command line that starts a subject: the pinned Node, hardened and confined, on host and bundle. */

import { confinedNode } from './isolation/confined-node.ts';
import type { Confinement } from './isolation/confinement.ts';

export interface SubjectOptions {
  readonly confinement: Confinement;
  /** The bundled host. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  /** Heap limit of the subject in MiB. */
  readonly heapMiB: number;
  /** Further flags for Node, such as `--expose-gc`. */
  readonly nodeFlags?: readonly string[];
}

/** A program with its arguments, its working folder and all of its environment. */
export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const HARDENING = [
  '--permission',
  '--no-experimental-sqlite',
  '--no-addons',
  '--disable-sigusr1',
  '--disallow-code-generation-from-strings',
  '--no-warnings',
  '--freeze-flags-after-init',
  // Hashing all names of Node's snapshot anew, with a seed drawn for it, is a quarter of its start. Who collides with names here hurts himself alone.
  '--no-rehash-snapshot',
  '--hash-seed=1',
];

/** How a subject is started; its only channel is descriptor 3. */
export function subjectCommand(options: SubjectOptions): ProcessCommand {
  const { hostPath, bundlePath } = options;
  const [command = process.execPath, ...args] = confinedNode(options.confinement, {
    profile: 'subject',
    reads: [hostPath, bundlePath],
    args: (at) => [
      ...HARDENING,
      `--allow-fs-read=${at(hostPath)}`,
      `--allow-fs-read=${at(bundlePath)}`,
      `--max-old-space-size=${options.heapMiB}`,
      ...(options.nodeFlags ?? []),
      at(hostPath),
      at(bundlePath),
    ],
  });
  return { command, args, cwd: '/', env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC' } };
}
