/** A run test by test, with a new process after each test that ends the old one. */

import { printable } from '../../printable.ts';
import { cpuTimeMs } from '../../sandbox/cpu-time.ts';
import type { Subject } from '../../sandbox/spawn-subject.ts';
import type { Command, SubjectEvent } from '../../wire/messages.ts';
import { runCommand, type SuiteOptions } from './suite-options.ts';
import { emptyRun, recordEvents, type SuiteRun } from './suite-run.ts';
import { refuseStuck, withSubject } from './with-subject.ts';

/** Computing time of one test, and of all tests of a run together. Candidates are told less, so that a slower machine drops nothing. */
const ONE_TEST = { cpuMs: 2_000, wallMs: 60_000 };
const SUITE_CPU_MS = 6_000;
const TOO_MUCH = `the suite computes for more than ${SUITE_CPU_MS / 1_000} s`;
/** Tests that may hang or crash before the rest is given up. */
const MAX_DEATHS = 3;

/** Throws as `runSuite` does. */
export async function runStepwise(options: SuiteOptions): Promise<SuiteRun> {
  const run = emptyRun();
  const broken = new Set<string>();
  const budget: Budget = { leftMs: SUITE_CPU_MS };
  for (let deaths = 0; ; deaths += 1) {
    const files = options.files.filter((file) => !broken.has(file));
    const skip = new Set([...options.skip, ...run.outcomes.keys()]);
    const end = await step({ ...options, files, skip }, run, budget);
    if (end === 'done') return run;
    if (end === 'budget') return giveUp(run, options, TOO_MUCH);
    if (end.during === null) throw new Error(`own tests could not be started: ${end.reason}`);
    if (end.during.test === null) {
      broken.add(end.during.file);
      run.problems.push(printable(`${end.during.file}: ${end.reason}, so that none of its tests count`, 300));
    } else if (run.names.has(end.during.test)) {
      run.outcomes.set(end.during.test, { status: 'lost', message: printable(end.reason, 300) });
    }
    if (deaths >= MAX_DEATHS) return giveUp(run, options, 'too many tests of the suite never end');
  }
}

interface Death {
  /** Where it happened: in a test, or while its file was being loaded. */
  readonly during: { readonly file: string; readonly test: string | null } | null;
  readonly reason: string;
}

async function step(options: SuiteOptions, run: SuiteRun, budget: Budget): Promise<Death | 'done' | 'budget'> {
  return withSubject(options, async (subject) => {
    const spend = spendingOf(subject, budget);
    let during: Death['during'] = null;
    let next: Command = runCommand(options, true);
    while (budget.leftMs > 0) {
      const answer = await subject.request([next], ONE_TEST);
      options.signal.throwIfAborted();
      refuseStuck(answer);
      if (answer.status !== 'replied') return { during, reason: answer.reason };
      spend();
      recordEvents(run, answer.reply.events, options.atMost);
      if (answer.reply.open === 0) return 'done';
      during = announced(answer.reply.events, during);
      next = { do: 'go-on' };
    }
    return 'budget';
  });
}

/** What is left of a run's computing time. Tests that hang are limited by their number instead. */
interface Budget {
  leftMs: number;
}

/** Takes what the subject has computed since the last call from the budget; nothing where that cannot be read. */
function spendingOf({ pid }: Subject, budget: Budget): () => void {
  const read = (): number | undefined => (pid === undefined ? undefined : cpuTimeMs(pid));
  let last = read();
  return () => {
    const now = read();
    if (now !== undefined && last !== undefined) budget.leftMs -= now - last;
    last = now;
  };
}

function announced(events: readonly SubjectEvent[], before: Death['during']): Death['during'] {
  const last = events.at(-1);
  if (last?.on === 'file-started') return { file: last.file, test: null };
  return last?.on === 'test-started' && before !== null ? { file: before.file, test: last.name } : before;
}

/** Whatever has no outcome by now gets none, of the files too whose tests are not known yet. */
function giveUp(run: SuiteRun, { skip }: SuiteOptions, why: string): SuiteRun {
  run.gaveUp = `not run: ${why}`;
  run.problems.push(`tests that come last are not run: ${why}`);
  for (const name of run.names) {
    if (skip.has(name) || run.outcomes.has(name)) continue;
    run.outcomes.set(name, { status: 'not-run', message: run.gaveUp });
  }
  return run;
}
