import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { grade } from '../grader/grade.ts';
import type { CheckName } from '../grader/model/challenge.ts';
import type { Report } from '../grader/model/report.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import {
  casesRun,
  everyOutput,
  KIT_FOLDERS,
  loadCheats,
  processesNaming,
  suitesFor,
  treeHash,
  packWith,
  withSuites,
  writeCheat,
  writeTwin,
  writeTwinOf,
  type Cheat,
  type Twin,
} from './support/cheats.ts';

const CANARY = 'canary-3b1f7c';
/** A line of a hidden suite and one of the model answer: no report may quote them. */
const SECRETS = ["from '../../../grader/judge/suite.ts'", 'root:x:0:0', CANARY];
const PATIENCE_MS = 600_000;

/** The kit's hidden files once more, with a secret beside the suites that cheats would have to read. */
const pack = await packWith(CANARY);
const whole = await loadChallenge(pack, 'idempotent-payments');
const challenge = withSuites(whole, suitesFor({ twinEdits: [] }));
const cheats = await loadCheats();
const twins = new Map<string, Report>();
let desk = '';
let kitBefore = '';
const temporary = process.env['TMPDIR'];

beforeAll(async () => {
  kitBefore = await treeHash(KIT_FOLDERS);
  desk = await mkdtemp(join(tmpdir(), 'grade-cheats-'));
  // Private folders of gradings lie in here, so that their processes can be told from others.
  process.env['TMPDIR'] = desk;
  process.env['GRADE_CANARY'] = CANARY;
  await writeFile(join(desk, 'canary.txt'), CANARY);
});

afterAll(async () => {
  delete process.env['GRADE_CANARY'];
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
  await rm(desk, { recursive: true, force: true });
  await rm(pack, { recursive: true, force: true });
});

async function gradeFolder(submission: string, twin: Twin | Cheat, checks: readonly CheckName[]): Promise<Report> {
  const signal = new AbortController().signal;
  const report = await grade({
    submission,
    challenge: typeof twin === 'string' ? challenge : withSuites(whole, suitesFor(twin)),
    seed: 1,
    checks: new Set(checks),
    onStep: () => undefined,
    signal,
  });
  expect(report.run.faults.filter((fault) => !fault.includes('no hidden case of'))).toEqual([]);
  return report;
}

/** A common twin, graded once, or a cheat's own one. */
async function twinOf(twin: Twin | Cheat, checks: readonly CheckName[]): Promise<Report> {
  const key = `twin ${typeof twin === 'string' ? twin : twin.name} ${checks.join()}`;
  const known = twins.get(key);
  if (known !== undefined) return known;
  const folder = join(desk, key.replaceAll(/\W/g, '-'));
  await (typeof twin === 'string' ? writeTwin(twin, folder) : writeTwinOf(twin, folder));
  const report = await gradeFolder(folder, twin, checks);
  twins.set(key, report);
  return report;
}

/** Grades a submission and holds it against its twin; the report. */
async function expectNothingGained(
  submission: string,
  twin: Twin | Cheat,
  checks: readonly CheckName[],
): Promise<Report> {
  const honest = await twinOf(twin, checks);
  const before = await treeHash([submission]);
  const report = await gradeFolder(submission, twin, checks);
  expect(report.score.got, 'points').toBeLessThanOrEqual(honest.score.got);
  expect(casesRun(report)).toEqual(casesRun(honest));
  expect(await treeHash([submission]), 'the submission is as it was').toBe(before);
  expect(await treeHash(KIT_FOLDERS), 'the kit is as it was').toBe(kitBefore);
  expect(await processesNaming(desk)).toEqual([]);
  const output = everyOutput(report, challenge);
  for (const secret of SECRETS) expect(output).not.toContain(secret);
  return report;
}

it('holds at least 45 ideas, each with a twin of its own score', () => {
  expect(cheats.length).toBeGreaterThanOrEqual(45);
  expect(new Set(cheats.map(({ idea }) => idea)).size).toBe(cheats.length);
});

describe('a cheat gains nothing over its honest twin, and leaves nothing behind', { timeout: PATIENCE_MS }, () => {
  it.each(cheats)('$name: $idea', async (cheat) => {
    const submission = join(desk, cheat.name);
    await writeCheat(cheat, submission, pack);
    await expectNothingGained(submission, cheat.twinEdits.length > 0 ? cheat : cheat.twin, cheat.checks);
    const left = (await readdir('/tmp')).filter((name) => name.startsWith('grade-cheat-'));
    expect(left, 'files that a cheat would write').toEqual([]);
  });
});

describe('what cannot be kept in a repository', { timeout: PATIENCE_MS }, () => {
  async function skeletonAs(name: string): Promise<string> {
    const folder = join(desk, name);
    await writeTwin('skeleton', folder);
    return folder;
  }

  it('a link to the model answer in the place of the store', async () => {
    const folder = await skeletonAs('linked');
    await rm(join(folder, 'src/idempotency-store.ts'));
    await symlink(
      join(KIT_ROOT, 'reference/idempotent-payments/src/idempotency-store.ts'),
      join(folder, 'src/idempotency-store.ts'),
    );
    await expectNothingGained(folder, 'skeleton', ['rules']);
  });

  it('a named pipe among the sources', async () => {
    const folder = await skeletonAs('pipe');
    await promisify(execFile)('mkfifo', [join(folder, 'src/pipe.ts')]);
    await expectNothingGained(folder, 'skeleton', ['rules']);
  });

  it('file names with escapes, line breaks and right-to-left marks', async () => {
    const folder = await skeletonAs('names');
    for (const name of ['\u001b[2J.ts', 'a\nb.ts', '\u202esl.ts'])
      await writeFile(join(folder, 'src', name), 'export {};');
    const report = await expectNothingGained(folder, 'skeleton', ['rules']);
    expect(everyOutput(report, challenge)).not.toMatch(/\u001b\[2J|\u202e/);
  });

  it('a repository whose hooks and file monitor are programs', async () => {
    const folder = await skeletonAs('hooks');
    await mkdir(join(folder, '.git/hooks'), { recursive: true });
    await writeFile(join(folder, '.git/config'), '[core]\n\tfsmonitor = touch /tmp/grade-cheat-monitor\n');
    await writeFile(join(folder, '.git/hooks/post-checkout'), '#!/bin/sh\ntouch /tmp/grade-cheat-hook\n', {
      mode: 0o755,
    });
    await expectNothingGained(folder, 'skeleton', ['types', 'rules']);
    expect((await readdir('/tmp')).filter((name) => name.startsWith('grade-cheat-'))).toEqual([]);
  });

  it('reports that were there before the grading', async () => {
    const folder = await skeletonAs('forged-report');
    await writeFile(join(folder, 'report.json'), JSON.stringify({ score: { got: 100, outOf: 100 } }));
    await expectNothingGained(folder, 'skeleton', ['rules']);
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toContain('100');
  });
});

it('the model answer still gets full marks afterwards', { timeout: PATIENCE_MS }, async () => {
  const { result } = await twinOf('reference', ['types', 'patterns', 'rules', 'tests']);
  expect(result.rules.filter(({ verdict }) => verdict === 'not-met')).toEqual([]);
});
