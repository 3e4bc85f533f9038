import { compareText } from '../../score/compare-findings.ts';
import type { FingerprintedFile } from './similar-pairs.ts';

/** Where two hand-ins have a stretch in common, as `src/a.ts:12-19`. */
export interface CommonPlace {
  readonly one: string;
  readonly other: string;
}

interface Stretch {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

interface Match {
  readonly one: Stretch;
  readonly other: Stretch;
}

const SHOWN = 3;

/** The longest stretches of fingerprints in common; `counted` says which fingerprints matter. */
export function placesInCommon(
  one: readonly FingerprintedFile[],
  other: readonly FingerprintedFile[],
  counted: (hash: number) => boolean,
): readonly CommonPlace[] {
  const there = new Map(stretchesOf(other).toReversed());
  const matches = stretchesOf(one).flatMap(([hash, stretch]): readonly Match[] => {
    const match = counted(hash) ? there.get(hash) : undefined;
    return match === undefined ? [] : [{ one: stretch, other: match }];
  });
  return joinMatches(matches)
    .toSorted((a, b) => lengthOf(b) - lengthOf(a) || compareText(a.one.path, b.one.path) || a.one.first - b.one.first)
    .slice(0, SHOWN)
    .map((match) => ({ one: describe(match.one), other: describe(match.other) }));
}

/** Fingerprints in the order of their places. */
function stretchesOf(files: readonly FingerprintedFile[]): readonly (readonly [hash: number, stretch: Stretch])[] {
  return files.flatMap(({ path, fingerprints }) =>
    fingerprints.map(({ hash, firstLine, lastLine }) => [hash, { path, first: firstLine, last: lastLine }] as const),
  );
}

/** Matches that overlap or touch on both sides become one. */
function joinMatches(matches: readonly Match[]): readonly Match[] {
  const joined: Match[] = [];
  for (const match of matches) {
    const before = joined.at(-1);
    if (before !== undefined && goesOn(before.one, match.one) && goesOn(before.other, match.other)) {
      joined[joined.length - 1] = { one: join(before.one, match.one), other: join(before.other, match.other) };
    } else joined.push(match);
  }
  return joined;
}

function goesOn(before: Stretch, next: Stretch): boolean {
  return before.path === next.path && next.first >= before.first && next.first <= before.last + 1;
}

function join(before: Stretch, next: Stretch): Stretch {
  return { ...before, last: Math.max(before.last, next.last) };
}

function lengthOf({ one }: Match): number {
  return one.last - one.first;
}

function describe({ path, first, last }: Stretch): string {
  return `${path}:${first}-${last}`;
}
