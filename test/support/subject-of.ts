/** Subjects for tests: the reference with some files replaced, bundled and started as in a grading. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildHost } from '../../grader/sandbox/build-host.ts';
import { bundleSolution } from '../../grader/sandbox/bundle-solution.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { spawnSubject, type Subject } from '../../grader/sandbox/spawn-subject.ts';
import type { Isolation } from '../../grader/model/report.ts';
import type { SubjectOptions } from '../../grader/sandbox/subject-command.ts';
import type { Command, SubjectEvent } from '../../grader/wire/messages.ts';
import { submissionLikeReference, temporaryFolder } from './submission-folder.ts';

const ENTRY = { store: 'src/idempotency-store.ts', processor: 'src/payment-processor.ts' };

/** The host and the reference with some files replaced, bundled as in a grading. */
export async function scriptsOf(
  files: Readonly<Record<string, string>>,
  isolation?: Isolation,
): Promise<Pick<SubjectOptions, 'hostPath' | 'bundlePath' | 'confinement'>> {
  const work = await temporaryFolder();
  const stagedRoot = await submissionLikeReference(files);
  const { code } = await bundleSolution({ stagedRoot, entry: ENTRY, allowedPackages: [], keepNames: true });
  const bundlePath = join(work, 'solution.js');
  await writeFile(bundlePath, code);
  const { confinement } = await chooseConfinement(work, isolation);
  return { hostPath: await buildHost(work), bundlePath, confinement };
}

/** A greeted subject that is killed with the test. */
export async function subjectOf(files: Readonly<Record<string, string>> = {}, isolation?: Isolation): Promise<Subject> {
  const subject = spawnSubject({ ...(await scriptsOf(files, isolation)), heapMiB: 128 });
  onTestFinished(() => subject.kill());
  const problem = await subject.greeted({ cpuMs: 10_000, wallMs: 60_000 });
  if (problem !== undefined) throw new Error(problem);
  return subject;
}

export const RESET: Command = { do: 'reset', now: 1_000, seed: 1 };
export const OPEN_STORE: Command = { do: 'open-store', handle: 'store', ttlMs: 1_000 };

/** A claim of `key` at the store of `OPEN_STORE`. */
export function claimCommand(call: string, key: string): Command {
  const claim = { o: [['fingerprint', 'f'] as const, ['paymentId', 'p'] as const] };
  return {
    do: 'call',
    call,
    target: 'store',
    method: 'insertPending',
    args: [key, claim],
    shape: 'insert-result',
    keep: true,
  };
}

/** The events of a request that must be answered. */
export async function eventsOf(subject: Subject, ...commands: readonly Command[]): Promise<readonly SubjectEvent[]> {
  const answer = await subject.request(commands);
  if (answer.status !== 'replied') throw new Error(`${answer.status}: ${answer.reason}`);
  return answer.reply.events;
}
