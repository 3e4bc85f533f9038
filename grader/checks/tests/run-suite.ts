/** Runs a suite once, on one implementation, in a process of its own. A test that hangs or crashes it costs its own result only. */

import { printable } from '../../printable.ts';
import { spawnSubject, type Subject } from '../../sandbox/spawn-subject.ts';
import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import type { Command, SubjectEvent } from '../../wire/messages.ts';
import { emptyRun, recordEvents, type SuiteRun } from './suite-run.ts';

export interface SuiteOptions {
  /** A subject whose file holds the tests. */
  readonly subject: SubjectOptions;
  /** Parts of the bundle, in the order of running. */
  readonly files: readonly string[];
  /** Tests that are run, in all. */
  readonly atMost: number;
  /** Names of tests that are left out. */
  readonly skip: ReadonlySet<string>;
  /** Names of tests that do not even count. */
  readonly ignore: readonly string[];
  /** `null` for the candidate's own solution. */
  readonly implementation: { readonly code: string; readonly linked: boolean } | null;
  readonly seed: number;
  /** Whether tests are announced one by one from the start, so that one that hangs is known at once. */
  readonly stepwise: boolean;
  readonly signal: AbortSignal;
}

/** Starting a process on a busy machine takes its time. */
const START = { cpuMs: 10_000, wallMs: 60_000 };
/** Computing time of a whole suite, and of one test of it. */
const WHOLE = { cpuMs: 3_000, wallMs: 60_000 };
const ONE_TEST = { cpuMs: 1_000, wallMs: 30_000 };
/** Tests that may hang or crash before the rest is given up. */
const MAX_DEATHS = 3;

/** Throws when no subject can be started, and the signal's reason when it aborts. */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  const whole = options.stepwise ? null : await runWhole(options);
  return whole ?? runStepwise(options);
}

/** All in one go; `null` when it did not survive that. */
async function runWhole(options: SuiteOptions): Promise<SuiteRun | null> {
  return withSubject(options, async (subject) => {
    const answer = await subject.request([command(options, false)], WHOLE);
    options.signal.throwIfAborted();
    if (answer.status !== 'replied') return null;
    const run = emptyRun();
    recordEvents(run, answer.reply.events);
    return run;
  });
}

/** Test by test, with a new process after each one that ends the old one. */
async function runStepwise(options: SuiteOptions): Promise<SuiteRun> {
  const run = emptyRun();
  const broken = new Set<string>();
  for (let deaths = 0; ; deaths += 1) {
    const files = options.files.filter((file) => !broken.has(file));
    const skip = new Set([...options.skip, ...run.outcomes.keys()]);
    const death = await step({ ...options, files, skip }, run);
    if (death === null) return run;
    if (death.during === null) throw new Error(`own tests could not be started: ${death.reason}`);
    if (death.during.test === null) {
      broken.add(death.during.file);
      run.problems.push(printable(`${death.during.file}: ${death.reason}, so that none of its tests count`, 300));
    } else run.outcomes.set(death.during.test, { status: 'timed-out', message: printable(death.reason, 300) });
    if (deaths >= MAX_DEATHS) return giveUp(run, options);
  }
}

interface Death {
  /** Where it happened: in a test, or while its file was being loaded. */
  readonly during: { readonly file: string; readonly test: string | null } | null;
  readonly reason: string;
}

async function step(options: SuiteOptions, run: SuiteRun): Promise<Death | null> {
  return withSubject(options, async (subject) => {
    let during: Death['during'] = null;
    let next: Command = command(options, true);
    for (;;) {
      const answer = await subject.request([next], ONE_TEST);
      options.signal.throwIfAborted();
      if (answer.status !== 'replied') return { during, reason: answer.reason };
      recordEvents(run, answer.reply.events);
      if (answer.reply.open === 0) return null;
      during = announced(answer.reply.events, during);
      next = { do: 'go-on' };
    }
  });
}

function announced(events: readonly SubjectEvent[], before: Death['during']): Death['during'] {
  const last = events.at(-1);
  if (last?.on === 'file-started') return { file: last.file, test: null };
  return last?.on === 'test-started' && before !== null ? { file: before.file, test: last.name } : before;
}

/** Whatever has no outcome by now gets none. */
function giveUp(run: SuiteRun, { skip }: SuiteOptions): SuiteRun {
  for (const name of run.names) {
    if (skip.has(name) || run.outcomes.has(name)) continue;
    run.outcomes.set(name, { status: 'timed-out', message: 'not run: too many tests of the suite never end' });
  }
  return run;
}

function command({ files, atMost, skip, ignore, implementation, seed }: SuiteOptions, step: boolean): Command {
  return { do: 'run-tests', files, atMost, skip: [...skip], ignore, implementation, seed, step };
}

async function withSubject<T>(options: SuiteOptions, use: (subject: Subject) => Promise<T>): Promise<T> {
  options.signal.throwIfAborted();
  const subject = spawnSubject(options.subject);
  const kill = (): void => subject.kill();
  options.signal.addEventListener('abort', kill, { once: true });
  try {
    const problem = await subject.greeted(START);
    options.signal.throwIfAborted();
    if (problem !== undefined) throw new Error(`own tests could not be started: ${problem}`);
    return await use(subject);
  } finally {
    options.signal.removeEventListener('abort', kill);
    subject.kill();
  }
}
