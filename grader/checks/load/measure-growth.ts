/** How the cost of a claim grows with the number of keys that the store holds. */

import type { LoadSubject } from './load-subject.ts';

/** The number of keys that costs are stated for. */
export const MOST_KEYS = 100_000;

/** Numbers of keys up to which candidate and reference claim in turns. */
export const SIZES = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, MOST_KEYS];
/** Keys up to which there is always time: with fewer there is no telling how a cost grows. */
const LEAST_KEYS = 8_000;
/** What the keys of more than that may take up: a subject that has to hold more would come to its limit of memory. */
const ROOM_BYTES = 256 * 1024 * 1024;
/** What the candidate's claims may cost in all. */
const ALLOWANCE_US = 800_000;
/** About what one request may cost, so that the allowance is kept. */
const PIECE_US = 30_000;
const FIRST_PIECE = 500;
/** Claims that a request makes at once. */
const STEP = 50;

/** A number of claims made one after the other: keys before and after, and the cost of each. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly costUs: number;
}

export interface Growth {
  /** Keys in the stores at the end. */
  readonly keys: number;
  /** Without those of the first thousand keys, which pay for the engine's warming up. */
  readonly candidate: readonly Piece[];
  readonly reference: readonly Piece[];
}

export interface GrowthOptions {
  readonly candidate: LoadSubject;
  readonly reference: LoadSubject;
  /** Live memory of one of the candidate's payments. */
  readonly bytesPerKey: number;
  /** Whether there is time to go on. */
  readonly mayGoOn: () => boolean;
}

/** Fills empty stores up to 100,000 keys, or as far as the candidate gets within its allowance of time and room. */
export async function measureGrowth({ candidate, reference, bytesPerKey, mayGoOn }: GrowthOptions): Promise<Growth> {
  const pieces: Record<'candidate' | 'reference', readonly Piece[]> = { candidate: [], reference: [] };
  let keys = 0;
  let leftUs = ALLOWANCE_US;
  for (const size of SIZES) {
    const hasRoom = size * bytesPerKey <= ROOM_BYTES;
    if (leftUs <= 0 || (keys >= LEAST_KEYS && !(hasRoom && mayGoOn()))) break;
    const own = await claimUpTo(candidate, { keys, size, allowanceUs: leftUs });
    const reached = own.at(-1)?.to ?? keys;
    const other = await claimUpTo(reference, { keys, size: reached, allowanceUs: Number.POSITIVE_INFINITY });
    leftUs -= own.reduce((sum, piece) => sum + (piece.to - piece.from) * piece.costUs, 0);
    if (keys > 0) {
      pieces.candidate = [...pieces.candidate, ...own];
      pieces.reference = [...pieces.reference, ...other];
    }
    keys = reached;
  }
  return { keys, ...pieces };
}

interface Claims {
  /** In the store so far, and wanted. */
  readonly keys: number;
  readonly size: number;
  readonly allowanceUs: number;
}

/** Makes claims in pieces, and stops soon after they have cost the allowance. */
async function claimUpTo(subject: LoadSubject, { keys, size, allowanceUs }: Claims): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  let spentUs = 0;
  let next = FIRST_PIECE;
  for (let from = keys; from < size && spentUs < allowanceUs;) {
    const count = Math.min(next, size - from);
    const slice = await subject.slice('claims', count);
    pieces.push({ from, to: from + count, costUs: slice.costUs / count });
    from += count;
    spentUs += slice.costUs;
    const fitting = Math.floor(PIECE_US / (slice.costUs / count) / STEP) * STEP;
    next = Math.max(STEP, Math.min(2 * count, fitting));
  }
  return pieces;
}
