import { expect, it } from 'vitest';
import { memoryOf, type HeapMark, type Remains } from '../../../grader/checks/load/measure-memory.ts';

const MIB = 1024 * 1024;
const KIB = 1024;

/** 3,000 payments of 1,400 bytes have expired, and of the claims since 1,000 of 400 bytes are still held. */
const remains = (aboveEmpty: number): Remains => ({
  live: 1_400,
  expired: 3_000,
  aboveEmpty,
  held: 1_000,
  mark: { bytes: 5 * MIB, records: 9_000 },
});

const grownBy = (claims: number, bytes: number): HeapMark => ({ bytes: 5 * MIB + bytes, records: 9_000 + claims });

it('claims that are still held do not count, nor what the engine keeps for itself', () => {
  expect(memoryOf(remains(400_000 + 700 * KIB), grownBy(21_000, 20_000 * 400))).toEqual({ live: 1_400, left: 0 });
});

it('claims that are still held are no excuse for as many payments', () => {
  const { left } = memoryOf(remains(3_000 * 500 + 400_000 + 768 * KIB), grownBy(21_000, 20_000 * 400));
  expect(left).toBeCloseTo(500);
});

it.each([
  ['that took their place', grownBy(1_000, 0)],
  ['that are fewer', grownBy(500, 0)],
])('among claims %s, what is held counts like payments', (_which, grown) => {
  expect(memoryOf(remains(1_000 * 1_400 + 768 * KIB), grown).left).toBe(0);
});

it('more than the lawful backlog is left behind', () => {
  const all = { ...remains(9_000 * 400 + 768 * KIB), held: 9_000 };
  expect(memoryOf(all, grownBy(109_000, 100_000 * 400)).left).toBeCloseTo((7_000 * 400) / 3_000);
});
