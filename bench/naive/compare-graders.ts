/**
 * The cheat corpus on three graders: the naive one, the kit with the hardened Node alone, and the kit with all isolation.
 * `node bench/naive/compare-graders.ts [graders] [part of a name]` prints one table. Linux only, with bubblewrap.
 */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadCheats, suitesFor, writeCheat, type Cheat } from '../../test/support/cheats.ts';
import { gradeNaively } from './grade-naively.ts';
import type { Outcome } from './outcome.ts';

const SECRET = 'canary-5d21e9';
type Grader = 'naive' | 'portable' | 'full';
const ALL: readonly Grader[] = ['naive', 'portable', 'full'];
const [names = ALL.join(), part = ''] = process.argv.slice(2);
const GRADERS = ALL.filter((name) => names.split(',').includes(name));

/** No whole grading may take longer. */
const DEADLINE_MS = 60_000;

const desk = await mkdtemp(join(tmpdir(), 'grade-compared-'));
const chosen = (await loadCheats()).filter(({ name }) => name.includes(part));
const outcomes: Record<Grader, Outcome[]> = { naive: [], portable: [], full: [] };
try {
  print('cheat', GRADERS);
  for (const cheat of chosen) {
    const row = [];
    for (const grader of GRADERS) {
      const outcome = deserved(cheat, await gradeWith(grader, cheat));
      outcomes[grader].push(outcome);
      row.push(words(outcome));
    }
    print(cheat.name, row);
  }
  const total = (pick: (outcome: Outcome) => boolean): string[] =>
    GRADERS.map((grader) => `${outcomes[grader].filter(pick).length} of ${chosen.length}`);
  print(
    'full marks',
    total(({ fullMarks }) => fullMarks),
  );
  print(
    'hung',
    total(({ hung }) => hung),
  );
  print(
    'leaked',
    total(({ leaked }) => leaked),
  );
  const most = (pick: (outcome: Outcome) => number): number[] =>
    GRADERS.map((grader) => Math.max(...outcomes[grader].map(pick)));
  print(
    'longest',
    most(({ tookMs }) => tookMs).map((ms) => `${(ms / 1000).toFixed(0)} s`),
  );
  print(
    'peak of the judge',
    most(({ peakMiB }) => peakMiB).map((size) => (size === 0 ? '' : `${size.toFixed(0)} MiB`)),
  );
} finally {
  await rm(desk, { recursive: true, force: true });
}

async function gradeWith(grader: Grader, cheat: Cheat): Promise<Outcome> {
  const folder = join(desk, `${cheat.name}-${grader}`);
  await mkdir(folder);
  await writeCheat(cheat, folder);
  if (grader === 'naive') return gradeNaively(folder, SECRET);
  const program = join(import.meta.dirname, 'grade-with-kit.ts');
  const options = { env: { GRADE_CANARY: SECRET, ...process.env }, timeout: DEADLINE_MS, maxBuffer: 1e8 };
  const suites = suitesFor(cheat).join();
  const args = [program, folder, grader, cheat.checks.join(), suites, SECRET];
  const run = promisify(execFile)(process.execPath, args, options);
  const outcome: Outcome = await run.then(({ stdout }) => JSON.parse(stdout)).catch(hungOrBroken);
  return outcome;
}

function hungOrBroken(error: unknown): Outcome {
  if (!(error instanceof Error && 'killed' in error && error.killed === true)) throw error;
  return { fullMarks: false, hung: true, leaked: false, tookMs: DEADLINE_MS, peakMiB: 0 };
}

/** What is laid over the model answer may have all that the model answer has. */
function deserved({ twin, twinEdits }: Cheat, outcome: Outcome): Outcome {
  return twin === 'reference' && twinEdits.length === 0 ? { ...outcome, fullMarks: false } : outcome;
}

function words({ fullMarks, hung, leaked }: Outcome): string {
  const said = [...(fullMarks ? ['full marks'] : []), ...(hung ? ['hung'] : []), ...(leaked ? ['leaked'] : [])];
  return said.length === 0 ? '-' : said.join(', ');
}

function print(name: string, cells: readonly string[]): void {
  console.log(`${name.padEnd(28)}${cells.map((cell) => cell.padEnd(20)).join('')}`.trimEnd());
}
