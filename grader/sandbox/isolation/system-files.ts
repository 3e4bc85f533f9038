/**
 * What every confined program needs of the system, laid out once for a grading: its seccomp programs, and copies of the few
 * shared libraries, so that bubblewrap mounts a folder or two instead of each of them at every start.
 */

import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bubblewrap } from './confinement.ts';
import { syscallFilter } from './syscall-filter.ts';

/** Where `setpriv` lies in the sandbox. */
export const SETPRIV = '/lib/setpriv';

/** Paths on the machine, of which nothing is run here. */
export interface SystemPrograms {
  /** Empty where there is none. */
  readonly setpriv: string;
  /** Absolute paths of the shared libraries of Node and `setpriv`, the dynamic loader among them. */
  readonly libraries: readonly string[];
}

/** Lays the files out in `folder`, which has to outlive every program that is confined with them. */
export async function writeSystemFiles(
  folder: string,
  { setpriv, libraries }: SystemPrograms,
): Promise<Pick<Bubblewrap, 'filters' | 'shared'>> {
  const copies = [
    ...libraries.map((path) => [path, path] as const),
    ...(setpriv === '' ? [] : [[setpriv, SETPRIV] as const]),
  ];
  const root = join(folder, 'system');
  for (const [from, to] of copies) await copyReadable(from, join(root, to));
  const tops = new Set(copies.map(([, to]) => topOf(to)));
  return {
    filters: await writeFilters(folder),
    shared: [...tops].map((top) => [join(root, top), top] as const),
  };
}

/** A copy that every user may read and run, and only ours may change; so are the folders above it. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: READABLE });
  await copyFile(from, to);
  await chmod(to, READABLE);
}

const READABLE = 0o755;

/** `/lib` of `/lib/x86_64-linux-gnu/libc.so.6`. */
function topOf(path: string): string {
  return `/${path.split('/', 2)[1] ?? ''}`;
}

/** Writes the seccomp programs for this processor; `null` where there are none. */
async function writeFilters(folder: string): Promise<Bubblewrap['filters']> {
  const paths = { subject: join(folder, 'subject.bpf'), bundler: join(folder, 'bundler.bpf') };
  const programs = { subject: syscallFilter('subject'), bundler: syscallFilter('bundler') };
  if (programs.subject === undefined || programs.bundler === undefined) return null;
  await Promise.all([writeFile(paths.subject, programs.subject), writeFile(paths.bundler, programs.bundler)]);
  return paths;
}
