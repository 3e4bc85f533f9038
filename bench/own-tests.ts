/**
 * What judging own tests costs, beside one `vitest run` for each mutant, in one run on the same suite and the same mutants:
 * `node bench/own-tests.ts [mutants, 40] [suite, strong-twenty] [folder]`. In `folder`, when it is given, StrykerJS has been installed (`npm install
 * @stryker-mutator/core @stryker-mutator/vitest-runner vitest typescript`), and runs on the same files, with all mutants that it makes of them. CPU is that of the whole
 * machine meanwhile: let nothing else run.
 */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { checkTests, SHORT_LIVED } from '../grader/checks/tests/check-tests.ts';
import { runInOrder } from '../grader/run-in-order.ts';
import type { MarkedMutant } from '../grader/model/challenge.ts';
import { START_BUDGET } from '../grader/sandbox/answer.ts';
import { buildTestsHost } from '../grader/sandbox/build-host.ts';
import { chooseConfinement } from '../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { packScripts } from '../grader/sandbox/pack-scripts.ts';
import { spawnSubject } from '../grader/sandbox/spawn-subject.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { applyEdit } from '../grader/verify/mutants.ts';

const MUTANTS = Number(process.argv[2] ?? 40);
const SUITE = process.argv[3] ?? 'strong-twenty';
const STRYKER = process.argv[4];
const VITEST = join(KIT_ROOT, 'node_modules/vitest/vitest.mjs');

/** What StrykerJS's JSON report holds for us: https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema. */
const strykerReport = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const plan = challenge.ownTestsPlan;
if (plan === null) throw new Error('the challenge does not score own tests');
const mutants = spread(plan.mutants, MUTANTS);

await withPrivateFolder(async (folder) => {
  const submission = join(folder, 'submission');
  await makeSubmission(submission);
  const runs = 1 + 2 * plan.correct.length + mutants.length;
  console.log(`suite ${SUITE}, ${mutants.length} mutants, ${availableParallelism()} CPUs\n`);
  console.log('| what | wall s | CPU s | outcome |\n| --- | --- | --- | --- |');
  await measure(`${runs} subjects started and ended, nothing run and no code cache`, () =>
    startOnly(runs, join(folder, 'floor')),
  );
  await measure(`own tests, ${runs} runs, ${plan.correct.length} correct implementations`, () =>
    ours(submission, join(folder, 'work')),
  );
  await measure(`vitest run, ${mutants.length} runs, no correct implementation`, () =>
    vitestRuns(submission, join(folder, 'vitest')),
  );
  if (STRYKER !== undefined) {
    const modules = join(STRYKER, 'node_modules');
    const run = () => strykerRun(submission, { folder: join(folder, 'stryker'), modules });
    await measure('StrykerJS, all mutants that it makes', run);
  }
});

async function ours(stagedRoot: string, workFolder: string): Promise<string> {
  await mkdir(workFolder);
  const { confinement } = await chooseConfinement(workFolder);
  const few = { ...challenge, ownTestsPlan: plan === null ? null : { ...plan, mutants } };
  const signal = new AbortController().signal;
  const evidence = await checkTests({ stagedRoot, challenge: few, confinement, workFolder, seed: 1, signal });
  if (evidence.status !== 'measured') return evidence.cause;
  const killed = evidence.suite?.mutants.filter(({ status }) => status === 'killed').length;
  return `${killed} killed, ${confinement.level} isolation`;
}

/** The least that a process for each run can cost. */
async function startOnly(runs: number, folder: string): Promise<string> {
  await mkdir(folder);
  const { confinement } = await chooseConfinement(folder);
  const bundlePath = join(folder, 'none.bin');
  await writeFile(bundlePath, await packScripts('', new Uint8Array()));
  const hostPath = await buildTestsHost(folder);
  const options = { confinement, hostPath, bundlePath, heapMiB: 256, nodeFlags: SHORT_LIVED };
  const start = async (): Promise<void> => {
    const subject = spawnSubject(options);
    await subject.greeted(START_BUDGET);
    subject.kill();
  };
  await runInOrder([...Array(runs).keys()], start);
  return `${confinement.level} isolation`;
}

async function vitestRuns(submission: string, folder: string): Promise<string> {
  let killed = 0;
  for (const { id, edits } of mutants) {
    const root = join(folder, id);
    await cp(submission, root, { recursive: true });
    await symlink(join(KIT_ROOT, 'node_modules'), join(root, 'node_modules'));
    for (const edit of edits) await applyEdit(edit, id, root);
    if ((await exitCode([VITEST, 'run', '--root', root])) !== 0) killed += 1;
  }
  return `${killed} killed, no isolation`;
}

async function strykerRun(
  submission: string,
  { folder, modules }: { readonly folder: string; readonly modules: string },
): Promise<string> {
  await cp(submission, folder, { recursive: true });
  await symlink(modules, join(folder, 'node_modules'));
  const config = {
    testRunner: 'vitest',
    mutate: ['src/**/*.ts', '!src/contract.ts'],
    concurrency: availableParallelism(),
    reporters: ['json'],
    jsonReporter: { fileName: 'report.json' },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await writeFile(join(folder, 'stryker.config.json'), JSON.stringify(config));
  await exitCode([join(modules, '@stryker-mutator/core/bin/stryker.js'), 'run'], folder);
  const { files } = strykerReport.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')));
  const statuses = Object.values(files).flatMap((file) => file.mutants.map(({ status }) => status));
  const killed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  return `${killed} of ${statuses.length} killed, no isolation`;
}

function exitCode(args: readonly string[], cwd = process.cwd()): Promise<number | null> {
  const child = spawn(process.execPath, args, { stdio: 'ignore', cwd });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

async function makeSubmission(folder: string): Promise<void> {
  await cp(join(challenge.referenceRoot, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(challenge.skeletonRoot, 'tests/support'), join(folder, 'tests/support'), { recursive: true });
  await cp(join(KIT_ROOT, 'test/suites', SUITE, 'tests'), join(folder, 'tests'), { recursive: true });
}

/** `count` of them, from the whole list. */
function spread(all: readonly MarkedMutant[], count: number): readonly MarkedMutant[] {
  return all.filter(
    (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );
}

/** Prints the row of `what`. */
async function measure(what: string, run: () => Promise<string>): Promise<void> {
  const [before, cpuBefore] = [performance.now(), machineCpuMs()];
  const outcome = await run();
  const [wallMs, cpuMs] = [performance.now() - before, machineCpuMs() - cpuBefore];
  console.log(`| ${what} | ${(wallMs / 1_000).toFixed(1)} | ${(cpuMs / 1_000).toFixed(1)} | ${outcome} |`);
}

/** User, nice and system time of all CPUs, in ticks of 10 ms: proc(5). */
function machineCpuMs(): number {
  const [, user, nice, system] = readFileSync('/proc/stat', 'latin1').split(/\s+/);
  return (Number(user) + Number(nice) + Number(system)) * 10;
}
