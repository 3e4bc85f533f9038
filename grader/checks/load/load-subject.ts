/** A subject under load: pays in slices and is measured from outside. */

import { START_BUDGET, type Answer } from '../../sandbox/answer.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { spawnSubject, type Subject } from '../../sandbox/spawn-subject.ts';
import type { Command } from '../../wire/messages.ts';
import { decodeValue } from '../../wire/value.ts';
import { readCostMs } from './read-cost.ts';

/** What one slice has cost. */
export interface SliceCost {
  /** CPU time where it can be read, else wall time. */
  readonly costMs: number;
  readonly wallMs: number;
}

export interface LoadSubject {
  slice(payments: number): Promise<SliceCost>;
  /** Remembers the live heap as the level that payments are counted from. */
  markHeap(): Promise<void>;
  /** Live heap per payment since `markHeap`, in bytes, at least 0. */
  heapPerPayment(): Promise<number>;
  /** What went wrong first, in one line. */
  problem(): string | null;
  close(): void;
}

export interface LoadSubjectOptions {
  readonly hostPath: string;
  readonly bundlePath: string;
  readonly cpu: number | undefined;
  readonly confinement: Confinement;
}

const SLICE_BUDGET = { cpuMs: 3_000, wallMs: 20_000 };
const HEAP_MIB = 512;

/** Starts a subject and opens store and processor in it. */
export async function openLoadSubject(options: LoadSubjectOptions): Promise<LoadSubject> {
  const { hostPath, bundlePath, cpu, confinement } = options;
  const subject = spawnSubject({
    hostPath,
    bundlePath,
    confinement,
    heapMiB: HEAP_MIB,
    nodeFlags: ['--expose-gc'],
    ...(cpu === undefined ? {} : { cpu }),
  });
  const state: State = { problem: (await subject.greeted(START_BUDGET)) ?? null, heapMark: 0, payments: 0 };
  return {
    slice: (payments) => runSlice(subject, state, payments),
    markHeap: async () => {
      state.heapMark = await readHeap(subject, state);
      state.payments = 0;
    },
    heapPerPayment: async () => {
      const heap = await readHeap(subject, state);
      return state.payments === 0 ? 0 : Math.max(0, Math.round((heap - state.heapMark) / state.payments));
    },
    problem: () => state.problem,
    close: () => subject.kill(),
  };
}

interface State {
  problem: string | null;
  heapMark: number;
  payments: number;
}

async function runSlice(subject: Subject, state: State, payments: number): Promise<SliceCost> {
  const before = { cost: readCostMs(subject.pid), wall: performance.now() };
  const value = await ask(subject, state, { do: 'load', payments });
  const cost = { costMs: readCostMs(subject.pid) - before.cost, wallMs: performance.now() - before.wall };
  const [correct, surplus] = Array.isArray(value) ? value.map(Number) : [];
  state.payments += payments;
  if (correct !== payments)
    state.problem ??= `${correct ?? 0} of ${payments} payments under load were answered correctly`;
  else if (surplus !== 0) state.problem ??= `${payments} payments under load made ${payments + (surplus ?? 0)} charges`;
  return cost;
}

async function readHeap(subject: Subject, state: State): Promise<number> {
  return Number(await ask(subject, state, { do: 'heap' }));
}

async function ask(subject: Subject, state: State, command: Command): Promise<unknown> {
  if (state.problem !== null) return undefined;
  const answer = await subject.request([command], SLICE_BUDGET);
  if (answer.status !== 'replied') {
    state.problem ??= answer.reason;
    return undefined;
  }
  return valueIn(answer, state);
}

function valueIn(answer: Extract<Answer, { readonly status: 'replied' }>, state: State): unknown {
  for (const event of answer.reply.events) {
    if (event.on === 'value') return decodeValue(event.value);
  }
  state.problem ??= 'no answer under load';
  return undefined;
}
