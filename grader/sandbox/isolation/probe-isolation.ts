/** Which isolation this machine can give, found out by really starting the pinned Node under it. */

import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Isolation } from '../../model/report.ts';
import { withPrivateFolder } from '../../submission/private-folder.ts';
import { endProcess } from '../end-process.ts';
import { confinedNode } from './confined-node.ts';
import { PORTABLE, type Bubblewrap, type Confinement } from './confinement.ts';
import { syscallFilter } from './syscall-filter.ts';
import { writeSystemFiles } from './system-files.ts';
import { workingPid } from './working-pid.ts';

/** A way of confining programs that works here, or why there is none. */
export type Probe =
  | {
      readonly status: 'works';
      /** Lays out in a folder what confined programs need; it has to outlive them. */
      readonly equip: (folder: string) => Promise<Confinement>;
    }
  | { readonly status: 'fails'; readonly reason: string };

const probed = new Map<Isolation, Promise<Probe>>();

/** Whether a level works, looked at once a process. */
export function probeIsolation(level: Isolation): Promise<Probe> {
  const known = probed.get(level) ?? withPrivateFolder((folder) => probe(level, folder));
  probed.set(level, known);
  return known;
}

async function probe(level: Isolation, folder: string): Promise<Probe> {
  if (level === 'portable') return { status: 'works', equip: () => Promise.resolve(PORTABLE) };
  if (process.platform !== 'linux') return fails('bubblewrap exists on Linux only');
  const command = findOnPath('bwrap');
  if (command === undefined) return fails('bubblewrap is not installed (Debian: apt-get install bubblewrap)');
  const setpriv = findOnPath('setpriv') ?? '';
  const programs = [process.execPath, ...(setpriv === '' ? [] : [setpriv])];
  const libraries = [...new Set((await Promise.all(programs.map(librariesOf))).flat())];
  let reason = 'no way of using bubblewrap works';
  for (const { user, filtered } of waysTo(level)) {
    const equip = async (into: string): Promise<Confinement> => {
      const { shared, filters } = await writeSystemFiles(into, { setpriv, libraries });
      return { level, bubblewrap: { command, user, shared, filters: filtered ? filters : null } };
    };
    const problem = missing(user, filtered, setpriv) ?? (await tryOut(await equip(folder)));
    if (problem === undefined) return { status: 'works', equip };
    reason = problem;
  }
  return fails(reason);
}

function fails(reason: string): Probe {
  return { status: 'fails', reason };
}

interface Way {
  readonly user: Bubblewrap['user'];
  readonly filtered: boolean;
}

/** The strongest first. As root only a real change of user counts as `full`: in a user namespace root's files stay root's. */
function waysTo(level: 'full' | 'namespaces'): readonly Way[] {
  const isRoot = process.getuid?.() === 0;
  const full: Way = { user: isRoot ? 'dropped' : 'mapped', filtered: true };
  if (level === 'full') return [full];
  const users: readonly Way['user'][] = isRoot ? ['dropped', 'mapped', 'kept'] : ['mapped'];
  return [true, false]
    .flatMap((filtered) => users.map((user) => ({ user, filtered })))
    .filter(({ user, filtered }) => user !== full.user || !filtered);
}

function missing(user: Way['user'], filtered: boolean, setpriv: string): string | undefined {
  if (user === 'dropped' && setpriv === '') return 'setpriv is not installed (Debian: apt-get install util-linux)';
  const isUnknown = filtered && syscallFilter('subject') === undefined;
  return isUnknown ? `there is no table of system calls for ${process.arch}` : undefined;
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => path.startsWith('/') && existsSync(path));
}

/** What the dynamic loader would load for `program`; nothing of it is run. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(program, ['--version'], { env: { LD_TRACE_LOADED_OBJECTS: '1' } });
  return [...stdout.matchAll(/(?:=> |^\t)(\/\S+) \(0x/gmu)].map(([, path]) => path ?? '');
}

/** Says that it is there and waits to be ended. */
const WAITING = "require('node:fs').writeSync(2, String(process.getuid())); setInterval(() => undefined, 1000)";

const START_MS = 10_000;

/** Starts Node and looks at it from outside; what is wrong, or `undefined`. */
async function tryOut(confinement: Confinement): Promise<string | undefined> {
  const [command = '', ...args] = confinedNode(confinement, {
    profile: 'subject',
    reads: [],
    args: () => ['-e', WAITING],
  });
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: {}, cwd: '/' });
  const timer = setTimeout(() => endProcess(child), START_MS);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const said = await firstWords(child);
    return /^\d+$/.test(said) ? whatIsWrong(confinement, workingPid(child.pid ?? 0), child.pid) : said;
  } finally {
    clearTimeout(timer);
    endProcess(child);
    await closed;
  }
}

function firstWords(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve) => {
    child.stderr?.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1').split('\n', 1).join('')));
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve('bubblewrap does not start Node'));
  });
}

function whatIsWrong({ bubblewrap }: Confinement, pid: number, watcher: number | undefined): string | undefined {
  if (pid === watcher) return 'the process in the sandbox cannot be told apart from outside';
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  if (bubblewrap?.filters !== null && field('Seccomp') !== '2') return 'the filter of system calls is not in force';
  if (bubblewrap?.user === 'dropped' && field('Uid') !== '65534') return 'the user was not changed';
  if (!/^0+$/.test(field('CapEff')) || field('NoNewPrivs') !== '1') return 'rights were left over';
  return undefined;
}
