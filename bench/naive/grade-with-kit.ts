/**
 * Grades one cheat with the kit and prints the outcome: `node bench/naive/grade-with-kit.ts <folder> <level> <checks> <suites> <secret>`. A process
 * for each, so that the memory that is read is that of one grading.
 */

import { readFile } from 'node:fs/promises';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { grade } from '../../grader/grade.ts';
import { CHECK_NAMES, type CheckName } from '../../grader/model/challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { everyOutput, withSuites } from '../../test/support/cheats.ts';
import type { Outcome } from './outcome.ts';

const [submission = '', level = '', checks = '', suites = '', secret = ''] = process.argv.slice(2);
const challenge = withSuites(await loadChallenge(KIT_ROOT, 'idempotent-payments'), suites.split(','));
const asked = new Set<CheckName>(CHECK_NAMES.filter((name) => checks.split(',').includes(name)));
const { signal } = new AbortController();
const started = performance.now();
const report = await grade({
  submission,
  challenge,
  seed: 1,
  checks: asked,
  isolation: level === 'full' ? 'full' : 'portable',
  onStep: () => undefined,
  signal,
});
const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
const outcome: Outcome = {
  fullMarks: report.score.outOf > 0 && report.score.got === report.score.outOf && report.result.gate.passed,
  hung: false,
  leaked: everyOutput(report, challenge).includes(secret),
  tookMs: performance.now() - started,
  peakMiB: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
};
process.stdout.write(JSON.stringify(outcome));
