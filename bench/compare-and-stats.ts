/**
 * What `grade compare` of 200 reports and `grade stats` of 14,000 take, each in a process of its own: wall time, CPU time and
 * peak memory. `node bench/compare-and-stats.ts [reports to compare] [reports in stats] [seed]`. Linux only: it asks the
 * kernel through /proc.
 */

import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { writeCohort } from './write-cohort.ts';

const [compared = 200, counted = 14_000, seed = 1] = process.argv.slice(2).map(Number);
const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');

await withPrivateFolder(async (folder) => {
  for (const [command, count] of [
    ['compare', compared],
    ['stats', counted],
  ] as const) {
    const cohort = join(folder, `${command}-cohort`);
    await mkdir(cohort);
    await writeCohort(cohort, challenge, count, seed);
    console.log(
      `grade ${command} of ${count} reports: ${await run([command, cohort, '--out', join(folder, command)])}`,
    );
  }
});

/** Runs the command line in this Node, its output thrown away, and describes what it took. */
async function run(args: readonly string[]): Promise<string> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(KIT_ROOT, 'grader', 'cli', 'main.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakKib = 0;
  let cpuTicks = 0;
  const watch = setInterval(async () => {
    const [status, stat] = await Promise.all(
      ['status', 'stat'].map((name) => readFile(`/proc/${child.pid}/${name}`, 'utf8').catch(() => '')),
    );
    peakKib = Math.max(peakKib, Number(/VmHWM:\s+(\d+)/.exec(status ?? '')?.[1] ?? 0));
    const [user, system] = (stat ?? '').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
    cpuTicks = Math.max(cpuTicks, (user ?? 0) + (system ?? 0));
  }, 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  const wallS = ((performance.now() - start) / 1000).toFixed(2);
  return `exit code ${code}, ${wallS} s, about ${(cpuTicks / 100).toFixed(1)} s of CPU, peak ${Math.round(peakKib / 1024)} MiB`;
}
