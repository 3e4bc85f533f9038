import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptReport } from '../../grader/cli/kept-report.ts';
import type { Wanted } from '../../grader/cli/kept-report.ts';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import type { Report } from '../../grader/model/report.ts';
import { KIT_ROOT, KIT_VERSION } from '../../grader/sandbox/kit-root.ts';
import { createKeys, keyIdOf, parsePrivateKey } from '../../grader/signature/keys.ts';
import { signReport } from '../../grader/signature/sign-report.ts';
import { stageSubmission } from '../../grader/submission/stage-submission.ts';
import { reportWith } from '../report/sample-report.ts';
import { SOLUTION, handIn, temporaryFolder, writeTree } from '../submission/hand-in.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const key = parsePrivateKey(createKeys().privatePem, 'key');

/** A submission, the folder with its report and page, and the grading that made them. */
async function graded(change: (report: Report) => Report = (report) => report) {
  const source = await handIn(SOLUTION);
  const folder = await temporaryFolder();
  const { treeHash } = await stageSubmission({ source, challenge, into: await temporaryFolder() });
  const sample = reportWith();
  const report: Report = {
    ...sample,
    result: {
      ...sample.result,
      challenge: { ...sample.result.challenge, hash: challenge.hash },
      submission: { ...sample.result.submission, treeHash },
    },
    run: { ...sample.run, kit: KIT_VERSION, node: process.versions.node, isolation: 'namespaces', faults: [] },
  };
  await writeTree(folder, { 'report.json': JSON.stringify(change(report)), 'report.html': '' });
  const { seed } = report.result;
  const wanted: Wanted = {
    ...{ challenge, seed, load: false, isolation: 'namespaces', keyId: null },
    files: ['report.json', 'report.html'],
  };
  return { source, folder, wanted };
}

async function isKept(change?: (report: Report) => Report, wanting: Partial<Wanted> = {}): Promise<boolean> {
  const { source, folder, wanted } = await graded(change);
  return (await keptReport(source, folder, { ...wanted, ...wanting })) !== null;
}

test('what was graded in the same way is kept, and so is more than is wanted', async () => {
  expect(await isKept()).toBe(true);
  expect(await isKept(undefined, { isolation: 'portable' })).toBe(true);
  expect(await isKept((report) => signReport(report, key))).toBe(true);
  expect(await isKept((report) => signReport(report, key), { keyId: keyIdOf(key) })).toBe(true);
});

test('what would be graded in another way now is graded again', async () => {
  expect(await isKept(undefined, { seed: 4_000_000_000 })).toBe(false);
  expect(await isKept(undefined, { isolation: 'full' })).toBe(false);
  expect(await isKept(undefined, { keyId: keyIdOf(key) })).toBe(false);
  expect(await isKept(undefined, { challenge: { ...challenge, hash: `sha256:${'0'.repeat(64)}` } })).toBe(false);
  expect(await isKept(undefined, { files: ['report.json', 'report.html', 'candidate.json'] })).toBe(false);
  expect(await isKept((report) => ({ ...report, run: { ...report.run, timings: [] } }), { load: true })).toBe(false);
});

test('so is what another kit or Node graded, what had a fault of ours, and what was altered', async () => {
  const running = (run: Partial<Report['run']>) => isKept((report) => ({ ...report, run: { ...report.run, ...run } }));
  expect(await running({ kit: '0.0.0' })).toBe(false);
  expect(await running({ node: '1.2.3' })).toBe(false);
  expect(await running({ faults: ['a judge has crashed'] })).toBe(false);
  expect(await isKept((report) => ({ ...report, score: { ...report.score, got: report.score.got - 1 } }))).toBe(false);
});

test('and what was handed in anew, or is gone', async () => {
  const { source, folder, wanted } = await graded();
  await writeFile(join(source, 'src/more.ts'), '');
  expect(await keptReport(source, folder, wanted)).toBeNull();
  await rm(source, { recursive: true });
  expect(await keptReport(source, folder, wanted)).toBeNull();
  expect(await keptReport(source, join(folder, 'none'), wanted)).toBeNull();
});
