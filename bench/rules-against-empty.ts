/**
 * What the judge costs: the rule check on the model answer beside as many empty cases in as many files, alternating in one run. The empty
 * cases run as the suites do (in this process, on threads that files share), and as a bare `vitest run` has them (a process of
 * its own, everything as vitest sets it). Prints the medians and ratios: `node bench/rules-against-empty.ts [rounds]`.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { createVitest } from 'vitest/node';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { checkRules } from '../grader/checks/rules/check-rules.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { prepareSubject } from './prepare-subject.ts';

const rounds = Number(process.argv[2] ?? 5);
const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const signal = new AbortController().signal;

await withPrivateFolder(async (folder) => {
  const subject = await prepareSubject({ source: challenge.referenceRoot, challenge, folder, signal });
  const judge = () => checkRules({ challenge, subject, seed: 1, workers: 2, signal });
  const evidence = await judge();
  const cases = evidence.status === 'measured' ? evidence.cases.length : 0;
  const root = join(folder, 'empty');
  const suites = await writeEmptySuites(root, challenge.suites.length, cases);
  const judged: number[] = [];
  const shared: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    judged.push(await wallTimeOf(judge));
    shared.push(await wallTimeOf(() => runEmpty(root, suites)));
    bare.push(await wallTimeOf(() => runBare(root)));
  }
  const ours = median(judged);
  const beside = (times: readonly number[]): string =>
    `${Math.round(median(times))} ms (ratio ${(ours / median(times)).toFixed(2)})`;
  console.log(`${cases} cases: rule check ${Math.round(ours)} ms`);
  console.log(`as many empty ones, as the suites run: ${beside(shared)}; in a bare vitest run: ${beside(bare)}`);
});

async function wallTimeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** As many files as the challenge has suites, as many cases in all. */
async function writeEmptySuites(root: string, files: number, cases: number): Promise<string[]> {
  await mkdir(root);
  await symlink(join(KIT_ROOT, 'node_modules'), join(root, 'node_modules'));
  const paths: string[] = [];
  for (let file = 0; file < files; file += 1) {
    const share = Math.floor(cases / files) + (file < cases % files ? 1 : 0);
    const path = join(root, `empty-${file}.test.ts`);
    await writeFile(
      path,
      `import { it } from 'vitest';\nfor (let i = 0; i < ${share}; i += 1) it(\`case \${i}\`, async () => {});\n`,
    );
    paths.push(path);
  }
  return paths;
}

async function runEmpty(root: string, include: string[]): Promise<void> {
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root: KIT_ROOT,
      dir: root,
      include,
      exclude: [],
      watch: false,
      pool: 'threads',
      isolate: false,
      maxWorkers: 2,
      reporters: [{}],
    },
    { logLevel: 'silent' },
  );
  await vitest.start();
  await vitest.close();
}

async function runBare(root: string): Promise<void> {
  const args = [join(KIT_ROOT, 'node_modules/vitest/vitest.mjs'), 'run'];
  const [code]: unknown[] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'ignore' }), 'exit');
  if (code !== 0) throw new Error(`the bare run ended with ${String(code)}`);
}
