/** The command line that runs a script of the kit under Node, confined. */

import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Bubblewrap, Confinement } from './confinement.ts';
import type { SyscallProfile } from './syscall-filter.ts';
import { SETPRIV } from './system-files.ts';

/** What runs, and all that it may see of the disk. */
export interface ConfinedProgram {
  readonly profile: SyscallProfile;
  /** Absolute paths of files and folders that it may read; in the sandbox they lie at `at(path)`. */
  readonly reads: readonly string[];
  /** Node's flags, the script and its arguments. */
  readonly args: (at: (path: string) => string) => readonly string[];
  /** Where a path of `reads` lies in the sandbox: by default its name at the root. */
  readonly at?: (path: string) => string;
}

/** User and group `nobody` of every Linux system. */
const NOBODY = 65_534;

/** The program's path inside. */
const NODE = '/node';

/** Command and arguments, to be started with an environment that holds nothing worth hiding. */
export function confinedNode(confinement: Confinement, program: ConfinedProgram): readonly string[] {
  const { bubblewrap } = confinement;
  if (bubblewrap === null) return limited([process.execPath, ...program.args((path) => path)]);
  const at = program.at ?? ((path: string): string => `/${basename(path)}`);
  const command = [
    bubblewrap.command,
    ...namespaces(bubblewrap),
    ...files([
      [process.execPath, NODE],
      ...bubblewrap.shared,
      ...program.reads.map((path) => [path, at(path)] as const),
    ]),
    ...['--remount-ro', '/', '--chdir', '/', '--setenv', 'TZ', 'UTC'],
    ...(bubblewrap.filters === null ? [] : ['--seccomp', String(FILTER_FD)]),
    '--',
    ...(bubblewrap.user === 'dropped' ? DROP : []),
    NODE,
    ...program.args(at),
  ];
  return limited(command, { filter: bubblewrap.filters?.[program.profile], processes: bubblewrap.user === 'dropped' });
}

const DROP = [SETPRIV, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--inh-caps=-all', '--'];

/**
 * bubblewrap stays as the first process of the process namespace, and dies with the one outside: with it, everything in there is
 * gone. The program itself could not do that, because a process that changes its user no longer dies with its parent.
 */
function namespaces({ user }: Bubblewrap): readonly string[] {
  const capabilities = user === 'dropped' ? ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'] : [];
  const mapped = user === 'mapped' ? ['--unshare-user', '--uid', String(NOBODY), '--gid', String(NOBODY)] : [];
  return [
    ...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try', ...mapped],
    ...['--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL', ...capabilities],
  ];
}

/** Read-only views of files and folders. bubblewrap would make the folders around them for its own user alone. */
function files(binds: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const folders = new Set(binds.flatMap(([, to]) => foldersAbove(to)));
  return [
    ...[...folders].flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    ...binds.flatMap(([from, to]) => ['--ro-bind', from, to]),
  ];
}

/** The outermost first. */
function foldersAbove(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : [...foldersAbove(parent), parent];
}

/** A descriptor that is free: 3 is the pipe to the judge. bubblewrap closes it. */
const FILTER_FD = 4;

/** 1 GiB in all, whatever kind of memory it is: the limit of the heap does not count buffers. */
const DATA_KIB = 1024 * 1024;
/** More than any request may cost: the end of what nobody watches any more. */
const CPU_SECONDS = 600;
const OPEN_FILES = 256;
/** For all confined processes together. */
const PROCESSES = 1024;

const LIMITS = `ulimit -c 0; ulimit -f 0; ulimit -n ${OPEN_FILES}; ulimit -d ${DATA_KIB}; ulimit -t ${CPU_SECONDS}`;

interface LimitOptions {
  /** Path of a seccomp program to open at `FILTER_FD`. */
  readonly filter?: string | undefined;
  /** Whether to limit the number of processes: the limit counts all of a user's. */
  readonly processes?: boolean;
}

/** The command under limits of memory, CPU, files and processes; a limit that the system does not know is left out. */
function limited(command: readonly string[], { filter, processes = false }: LimitOptions = {}): readonly string[] {
  if (!existsSync(SHELL)) return command;
  // The shells of different systems have different letters for it.
  const ofProcesses = processes ? `; ulimit -p ${PROCESSES} || ulimit -u ${PROCESSES}` : '';
  const redirect = filter === undefined ? '' : ` ${FILTER_FD}<"$0"`;
  return [SHELL, '-c', `{ ${LIMITS}${ofProcesses}; } 2>/dev/null; exec "$@"${redirect}`, filter ?? 'sh', ...command];
}

const SHELL = '/bin/sh';
