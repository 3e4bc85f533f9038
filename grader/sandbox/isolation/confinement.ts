/** What stands between a confined process and the machine: plain data, so that every worker can be handed it. */

import type { Isolation } from '../../model/report.ts';
import type { SyscallProfile } from './syscall-filter.ts';

export interface Confinement {
  readonly level: Isolation;
  /** `null` at the level `portable`. */
  readonly bubblewrap: Bubblewrap | null;
}

/** How bubblewrap is used on this machine. */
export interface Bubblewrap {
  /** Absolute path of `bwrap`. */
  readonly command: string;
  /**
   * `dropped`: started as root, the program runs as an unprivileged user of the machine, by way of `setpriv`; `mapped`: it runs
   * in a user namespace, as our own user without any right over other namespaces; `kept`: as our own user.
   */
  readonly user: 'dropped' | 'mapped' | 'kept';
  /** Folders of the machine, and where they lie in every sandbox: copies of the shared libraries that Node needs, and `setpriv`. */
  readonly shared: readonly (readonly [from: string, to: string])[];
  /** Absolute paths of the seccomp programs; `null` where there is no filter. */
  readonly filters: Readonly<Record<SyscallProfile, string>> | null;
}

/** The hardened Node alone. */
export const PORTABLE: Confinement = { level: 'portable', bubblewrap: null };
