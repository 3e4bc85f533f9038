/** Live memory per remembered payment, and what expired ones leave behind. */

import type { LoadSubject } from './load-subject.ts';

/** Of rule S8: expired records that a store may still hold under steady traffic. */
const LAWFUL_BACKLOG = 1_000;
/** Claims of the last lifetime, which have expired too when the heap is looked at. */
const LAST_LIFETIME = 1_000;
/** What the engine may come to keep for itself in the meantime, and tables that do not shrink with what is in them. */
const SLACK_BYTES = 768 * 1024;

/** The heap at some number of records made. */
export interface HeapMark {
  readonly bytes: number;
  readonly records: number;
}

/** What is there once everything has expired. */
export interface Remains {
  /** Live heap of a payment that was remembered, in bytes. */
  readonly live: number;
  /** How many payments have expired. */
  readonly expired: number;
  /** The heap above that of an empty store, in bytes. */
  readonly aboveEmpty: number;
  /** Records of claims that the store says it still holds. */
  readonly held: number;
  readonly mark: HeapMark;
}

export interface Memory {
  /** Live heap of a payment that is remembered, in bytes. */
  readonly live: number;
  /** What is left behind for each that has expired, its share of what the traffic since has left included. */
  readonly left: number;
}

/** The heap after two collections: what the first one finalises, as it does signals that follow others, only goes with the next. */
export async function markHeap(subject: LoadSubject): Promise<HeapMark> {
  await subject.heapBytes();
  return markRoughly(subject);
}

/** The heap after one collection, where there is so much that a second one takes its time. */
export async function markRoughly(subject: LoadSubject): Promise<HeapMark> {
  return { bytes: await subject.heapBytes(), records: subject.records };
}

/** `before` was marked some payments ago, and nothing has expired since; now everything does. */
export async function measureRemains(subject: LoadSubject, before: HeapMark): Promise<Remains> {
  const full = await markHeap(subject);
  const live = Math.max(1, (full.bytes - before.bytes) / (full.records - before.records));
  // By rule S8 a backlog is gone after twice as many claims as it has records.
  const { figures } = await subject.slice('expiring', Math.ceil((2 * full.records) / 1_000) * 1_000);
  const mark = await markHeap(subject);
  const aboveEmpty = mark.bytes - (before.bytes - before.records * live);
  return { live, expired: full.records, aboveEmpty, held: figures[0] ?? 0, mark };
}

/** `grown` was marked when claims had filled the store: what it may still hold are claims, and those are smaller than payments. */
export function memoryOf({ live, expired, aboveEmpty, held, mark }: Remains, grown: HeapMark): Memory {
  const claims = grown.records - mark.records - held;
  const bytesPerClaim = claims > 0 ? Math.max(0, grown.bytes - mark.bytes) / claims : live;
  const lawful = Math.min(held, LAWFUL_BACKLOG + LAST_LIFETIME) * bytesPerClaim;
  return { live, left: Math.max(0, aboveEmpty - lawful - SLACK_BYTES) / expired };
}

/** How often a record's lifetime goes by. */
const LIFETIMES = 20;

/** Bytes per remembered payment after twenty lifetimes, in each of which every record expires and is replaced. */
export function afterLifetimes({ live, left }: Memory): number {
  return live + LIFETIMES * left;
}
