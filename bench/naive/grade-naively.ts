/**
 * A grader as they are usually written: the hidden tests are copied beside the candidate's code, vitest runs both in one process,
 * and the result file that it leaves behind is believed. Kept for comparison only.
 */

import { spawn } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import type { Outcome } from './outcome.ts';

const HIDDEN = join(KIT_ROOT, 'reference/idempotent-payments/tests');
const TESTS = ['idempotency-store.test.ts', 'payment-processor.test.ts'];
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** An honest run takes a few seconds. */
const DEADLINE_MS = 45_000;

/** Grades the submission in `folder`, which is the grader's own copy. `secret` is in the environment and beside the hidden tests. */
export async function gradeNaively(folder: string, secret: string): Promise<Outcome> {
  await symlink(join(KIT_ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of [...TESTS, 'support'])
    await cp(join(HIDDEN, name), join(folder, 'hidden', name), { recursive: true });
  const started = performance.now();
  const { ended, output } = await runVitest(folder, secret);
  const result = await readFile(join(folder, 'result.json'), 'utf8').catch(() => '{}');
  return {
    fullMarks: ended && passed(result),
    hung: !ended,
    leaked: `${output}${result}`.includes(secret),
    tookMs: performance.now() - started,
    peakMiB: 0,
  };
}

function passed(result: string): boolean {
  const { success, numTotalTests, numPassedTests } = JSON.parse(result);
  return success === true && numTotalTests > 0 && numPassedTests === numTotalTests;
}

async function runVitest(
  folder: string,
  secret: string,
): Promise<{ readonly ended: boolean; readonly output: string }> {
  const args = [VITEST, 'run', '--dir', 'hidden', '--reporter=json', '--outputFile=result.json'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { GRADE_CANARY: secret, ...process.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    if (output.length < 1e6) output += chunk.toString('latin1');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let ended = true;
  const timer = setTimeout(() => {
    ended = false;
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  }, DEADLINE_MS);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { ended, output };
}
