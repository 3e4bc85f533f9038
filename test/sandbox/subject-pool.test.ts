import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { SubjectPool } from '../../grader/sandbox/subject-pool.ts';
import type { Command } from '../../grader/wire/messages.ts';
import { claimCommand, OPEN_STORE, RESET, scriptsOf } from '../support/subject-of.ts';
import type { BlockingWork } from './blocking-work.ts';

interface Judged {
  /** How each request ended. */
  readonly answers: readonly unknown[];
  readonly pool: SubjectPool;
}

interface JudgedOptions {
  readonly body?: string;
  /** For a request, and for all of them. */
  readonly cpuMs?: number;
  readonly inAllMs?: number;
  /** Subjects that are started before the judge asks. */
  readonly size?: number;
  readonly stopped?: boolean;
}

/** What a judge in a worker sees of a store of which the factory runs `body` first; `meanwhile` runs once the worker is at work. */
async function judged(
  requests: readonly (readonly Command[])[],
  { body, cpuMs = 500, inAllMs = 600_000, size = 1, stopped = false }: JudgedOptions = {},
): Promise<Judged> {
  const files: Record<string, string> = {};
  if (body !== undefined)
    files['src/idempotency-store.ts'] = `export function createIdempotencyStore() {\n${body}\nreturn {};\n}`;
  const pool = new SubjectPool({ ...(await scriptsOf(files)), heapMiB: 128 }, { size, cpuMs: inAllMs });
  if (stopped) pool.stop();
  const work: BlockingWork = { pool: pool.name, requests, budget: { cpuMs, wallMs: 60_000 } };
  const worker = new Worker(join(import.meta.dirname, 'fixtures/blocking-judge.ts'), { workerData: work });
  onTestFinished(async () => {
    await worker.terminate();
    await pool.close();
  });
  const [answers] = await once(worker, 'message');
  return { answers, pool };
}

it('hands out a subject that answers one request after the other', async () => {
  const { answers } = await judged([[RESET, OPEN_STORE], [claimCommand('c1', 'k')]]);
  expect(answers).toMatchObject([
    { status: 'replied', reply: { id: 1, events: [{ on: 'opened' }] } },
    { status: 'replied', reply: { id: 2, events: [{ on: 'settled', call: 'c1' }] } },
  ]);
});

it('ends a subject that computes without an answer, and hands out another', async () => {
  const { answers } = await judged([[RESET, OPEN_STORE], [RESET]], { body: 'for (;;) {}' });
  expect(answers).toMatchObject([
    { status: 'hung', hang: 'computing', reason: 'no answer after 500 ms of computing' },
    { status: 'replied', reply: { id: 1 } },
  ]);
});

it('tells why a process is gone', async () => {
  const body = 'const all = []; for (;;) all.push(new Array(100_000).fill({}));';
  const { answers } = await judged([[RESET, OPEN_STORE], [RESET]], { body, cpuMs: 20_000 });
  expect(answers).toMatchObject([
    { status: 'crashed', reason: 'it ran out of memory' },
    { status: 'replied', reply: { id: 1 } },
  ]);
});

it('hands out no more subjects once all of them together have computed for too long', async () => {
  const body = 'let sum = 0; for (let n = 0; n < 1e8; n += 1) sum += n;';
  const requests = Array.from({ length: 60 }, () => [RESET, OPEN_STORE]);
  const { answers } = await judged(requests, { body, cpuMs: 20_000, inAllMs: 1_000 });
  const spent = { status: 'spent', reason: 'more than 1 s of computing in all' };
  expect(answers.at(0)).toMatchObject({ status: 'replied' });
  expect(answers.slice(-2)).toEqual([spent, spent]);
});

it('tells that time is up also where that comes while a subject starts', async () => {
  const endless = { body: 'for (;;) {}', cpuMs: 20_000 };
  const { answers } = await judged([[RESET, OPEN_STORE], [RESET]], { ...endless, inAllMs: 0, size: 0 });
  expect(answers).toMatchObject([{ status: 'spent' }, { status: 'spent' }]);
});

it('leaves no process behind, not even one that has ended', async () => {
  const { pool } = await judged([[RESET, OPEN_STORE], [RESET]], { body: 'for (;;) {}' });
  const children = (): string[] =>
    execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter(
        (line) => line.trim().startsWith(`${process.pid} `) && !line.includes('ps -A') && !line.includes('esbuild'),
      );
  expect(children()).not.toEqual([]);
  await pool.close();
  expect(children()).toEqual([]);
});

it('refuses subjects once it is stopped', async () => {
  const { answers } = await judged([[RESET]], { stopped: true });
  expect(answers).toEqual(['JudgeFault: the grading was stopped']);
});
