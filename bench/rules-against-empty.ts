/**
 * What the judge costs: the rule check on the model answer beside a bare vitest run of as many empty cases, alternating in one
 * process. Prints both medians and the ratio: `node bench/rules-against-empty.ts [rounds]`.
 */

import { writeFile } from 'node:fs/promises';
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
  const suites = await writeEmptySuites(folder, challenge.suites.length, cases);
  const judged: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    judged.push(await wallTimeOf(judge));
    empty.push(await wallTimeOf(() => runEmpty(folder, suites)));
  }
  const [ours, bare] = [median(judged), median(empty)];
  console.log(
    `${cases} cases: rule check ${Math.round(ours)} ms, empty cases ${Math.round(bare)} ms, ratio ${(ours / bare).toFixed(2)}`,
  );
});

async function wallTimeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** As many files as the challenge has suites, as many cases in all. */
async function writeEmptySuites(folder: string, files: number, cases: number): Promise<string[]> {
  const paths: string[] = [];
  for (let file = 0; file < files; file += 1) {
    const share = Math.floor(cases / files) + (file < cases % files ? 1 : 0);
    const path = join(folder, `empty-${file}.suite.ts`);
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
