/**
 * Plays schedules with a correct solution and counts what the oracle objects to: every release order of two and three
 * processors, and seeded scenarios. `node bench/schedules.ts [seeds] [submission] [--busy]`; `--busy` spins beside it.
 */

import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { checkRules } from '../grader/checks/rules/check-rules.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { prepareSubject } from './prepare-subject.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { busy: { type: 'boolean', default: false } },
});
const seeds = Number(positionals[0] ?? 13);
const whole = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const challenge = { ...whole, suites: whole.suites.filter((suite) => suite.includes('schedules')) };
const source = positionals[1] ?? challenge.referenceRoot;
const { signal } = new AbortController();
const busy = values.busy ? new Worker('for (;;);', { eval: true }) : undefined;

await withPrivateFolder(async (folder) => {
  const subject = await prepareSubject({ source, challenge, folder, signal });
  let cases = 0;
  const disagreements: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const evidence = await checkRules({ challenge, subject, seed, workers: 1, signal });
    if (evidence.status !== 'measured') throw new Error(evidence.cause);
    cases += evidence.cases.length;
    const failed = evidence.cases.filter(({ status }) => status === 'failed');
    disagreements.push(...failed.map(({ id, message }) => `seed ${seed}: ${id}: ${message ?? ''}`));
  }
  console.log(`${cases} cases under ${seeds} seeds, ${disagreements.length} disagreements`);
  for (const line of disagreements) console.log(line);
  process.exitCode = disagreements.length === 0 ? 0 : 1;
});
await busy?.terminate();
