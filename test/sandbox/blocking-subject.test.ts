import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { keepRoll } from '../../grader/sandbox/subject-roll.ts';
import type { Command } from '../../grader/wire/messages.ts';
import { claimCommand, OPEN_STORE, RESET, scriptsOf } from '../support/subject-of.ts';
import type { BlockingWork } from './blocking-work.ts';

const BUDGET = { cpuMs: 500, wallMs: 60_000 };

/** What a judge in a worker sees, while this thread keeps the roll; a store of which the factory runs `body` first. */
async function judged(
  requests: readonly (readonly Command[])[],
  body?: string,
  budget = BUDGET,
): Promise<{ readonly problem: unknown; readonly answers: readonly unknown[] }> {
  const files: Record<string, string> = {};
  if (body !== undefined)
    files['src/idempotency-store.ts'] = `export function createIdempotencyStore() {\n${body}\nreturn {};\n}`;
  const scripts = await scriptsOf(files);
  const roll = keepRoll(scripts.bundlePath);
  const work: BlockingWork = { scripts, requests, budget };
  const worker = new Worker(join(import.meta.dirname, 'fixtures/blocking-judge.ts'), { workerData: work });
  onTestFinished(async () => {
    roll.close();
    await worker.terminate();
  });
  const [message] = await once(worker, 'message');
  return message;
}

it('answers one request after the other', async () => {
  const { problem, answers } = await judged([[RESET, OPEN_STORE], [claimCommand('c1', 'k')]]);
  expect(problem).toBeUndefined();
  expect(answers).toMatchObject([
    { status: 'replied', reply: { id: 1, events: [{ on: 'opened' }] } },
    { status: 'replied', reply: { id: 2, events: [{ on: 'settled', call: 'c1' }] } },
  ]);
});

it('is ended when it computes without an answer, by the thread that keeps the roll', async () => {
  const { answers } = await judged([[RESET, OPEN_STORE], [RESET]], 'for (;;) {}');
  const reason = 'no answer after 500 ms of computing';
  expect(answers).toEqual([
    { status: 'hung', reason },
    { status: 'hung', reason },
  ]);
});

it('tells why a process is gone', async () => {
  const body = 'const all = []; for (;;) all.push(new Array(100_000).fill({}));';
  const { answers } = await judged([[RESET, OPEN_STORE], [RESET]], body, { cpuMs: 20_000, wallMs: 60_000 });
  const crashed = { status: 'crashed', reason: 'it ran out of memory' };
  expect(answers).toEqual([crashed, crashed]);
});
