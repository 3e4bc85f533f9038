/** Runs a suite once, on one implementation, in a process of its own. A test that hangs or crashes it costs its own result only. */

import { runStepwise } from './run-stepwise.ts';
import { runCommand, type SuiteOptions } from './suite-options.ts';
import { emptyRun, recordEvents, type SuiteRun } from './suite-run.ts';
import { refuseStuck, withSubject } from './with-subject.ts';

/** Twice what tests may compute step by step: what was in time there is in time here. */
const WHOLE = { cpuMs: 12_000, wallMs: 120_000 };

/**
 * Throws when no subject can be started, `MachineTooBusy` when one is not let run, and the signal's reason when it aborts.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  if (options.stepwise) return runStepwise(options);
  const whole = await runWhole(options);
  return whole ?? { ...(await runStepwise(options)), isCostly: true };
}

/** All in one go; `null` when it did not survive that. */
async function runWhole(options: SuiteOptions): Promise<SuiteRun | null> {
  return withSubject(options, async (subject) => {
    const answer = await subject.request([runCommand(options, false)], WHOLE);
    options.signal.throwIfAborted();
    refuseStuck(answer);
    if (answer.status !== 'replied') return null;
    const run = emptyRun();
    recordEvents(run, answer.reply.events, options.atMost);
    return run;
  });
}
