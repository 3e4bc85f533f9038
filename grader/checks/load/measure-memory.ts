/** Live memory per remembered payment, and what expired ones leave behind. */

import type { LoadSubject } from './load-subject.ts';

/** Of rule S8: expired records that a store may still hold under steady traffic. */
const LAWFUL_BACKLOG = 1_000;
/** Claims of the last lifetime, which have expired too when the heap is looked at. */
const LAST_LIFETIME = 1_000;
/** What the engine may come to keep for itself in the meantime. */
const SLACK_BYTES = 512 * 1024;

/** The heap at some number of records made. */
export interface HeapMark {
  readonly bytes: number;
  readonly records: number;
}

export interface Memory {
  /** Live heap of a payment that is remembered, in bytes. */
  readonly live: number;
  /** What is left behind for each that has expired, its share of what the traffic since has left included. */
  readonly left: number;
}

export async function markHeap(subject: LoadSubject): Promise<HeapMark> {
  return { bytes: await subject.heapBytes(), records: subject.records };
}

/** `before` was marked some payments ago, and nothing has expired since; now everything does. */
export async function measureMemory(subject: LoadSubject, before: HeapMark): Promise<Memory> {
  const full = await markHeap(subject);
  const live = Math.max(1, (full.bytes - before.bytes) / (full.records - before.records));
  // By rule S8 a backlog is gone after twice as many claims as it has records.
  const { figures } = await subject.slice('expiring', Math.ceil((2 * full.records) / 1_000) * 1_000);
  const after = await markHeap(subject);
  const empty = before.bytes - before.records * live;
  const held = Math.min(figures[0] ?? 0, LAWFUL_BACKLOG + LAST_LIFETIME) * live;
  return { live, left: Math.max(0, after.bytes - empty - held - SLACK_BYTES) / full.records };
}

/** How often a record's lifetime goes by. */
const LIFETIMES = 20;

/** Bytes per remembered payment after twenty lifetimes, in each of which every record expires and is replaced. */
export function afterLifetimes({ live, left }: Memory): number {
  return live + LIFETIMES * left;
}
