import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseReport } from '../../grader/report/parse-report.ts';
import { KIT, outcomeOf, start, temporaryFolder } from './run-grade.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

async function processes(): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  return Promise.all(
    pids.map(async (pid) => {
      const stat = await read(pid, 'stat');
      const command = (await read(pid, 'cmdline')).replaceAll('\0', ' ');
      return { pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]), command };
    }),
  );
}

/** `root` and everything that it has started, directly or not. */
async function familyOf(root: number): Promise<readonly Process[]> {
  const all = await processes();
  const family = all.filter(({ pid }) => pid === root);
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  return family;
}

/** Asks again and again, for half a minute at least. */
async function eventually<T>(look: () => Promise<T>, isEnough: (seen: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const seen = await look();
    if (isEnough(seen)) return seen;
    await setTimeout(50);
  }
  return look();
}

test.runIf(existsSync('/usr/bin/bwrap'))(
  'a judge that is killed leaves no subject behind, not even a busy one',
  async () => {
    const cwd = await temporaryFolder();
    await cp(join(KIT, 'skeleton/idempotent-payments/src'), join(cwd, 'alice/src'), { recursive: true });
    await writeFile(
      join(cwd, 'alice/src/idempotency-store.ts'),
      'export function createIdempotencyStore() { for (;;) {} }',
    );
    const grading = start(['alice', '--isolation', 'full', '--no-load', '--quiet'], { cwd });
    const ended = outcomeOf(grading);
    // In the sandbox the solution lies at the root.
    const subjects = (family: readonly Process[]) =>
      family.filter(({ command }) => command.startsWith('/node ') && command.includes(' /solution.js'));
    const family = await eventually(
      () => familyOf(grading.pid ?? 0),
      (seen) => subjects(seen).length > 0,
    );
    const started = subjects(family).map(({ pid }) => pid);
    expect(started.length).toBeGreaterThan(0);
    const judge = family.findLast(({ command }) => command.includes('grader/cli/main.ts'));
    process.kill(judge?.pid ?? 0, 'SIGKILL');
    await ended;
    const left = await eventually(
      async () => (await processes()).filter(({ pid, command }) => started.includes(pid) && command !== ''),
      (seen) => seen.length === 0,
    );
    expect(left).toEqual([]);
  },
);

test.runIf(existsSync('/proc/self/stat'))('a subject that somebody else kills costs no rule', async () => {
  const cwd = await temporaryFolder();
  await cp(join(KIT, 'reference/idempotent-payments/src'), join(cwd, 'alice/src'), { recursive: true });
  const grading = start(['alice', '--isolation', 'portable', '--no-load', '--quiet', '--json'], { cwd });
  const outcome = outcomeOf(grading);
  const judged = async () =>
    (await familyOf(grading.pid ?? 0)).filter(({ command }) => /\/host\.mjs \S+\/solution\.js/u.test(command));
  const [victim] = await eventually(judged, (seen) => seen.length > 0);
  // Until it is in the midst of a case.
  await eventually(
    async () => (await readFile(`/proc/${victim?.pid}/stat`, 'utf8')).split(' ').map(Number),
    ([, , , , , , , , , , , , , user = 0]) => user >= 30,
  );
  process.kill(victim?.pid ?? 0, 'SIGKILL');
  const { code, stdout } = await outcome;
  expect(code).toBe(0);
  const { rules } = parseReport(stdout, 'stdout').result;
  expect(rules.filter(({ verdict, cases }) => cases > 0 && verdict !== 'met')).toEqual([]);
});
