/**
 * Keys by time of expiry, in buckets of one sixty-fourth of a record's life. The bucket numbers are kept sorted, so a
 * clock that steps back only opens an earlier bucket.
 */
export interface Buckets {
  add(key: string, expiresAt: number): void;
  remove(key: string, expiresAt: number): void;
  /** The oldest key of the earliest bucket. */
  first(): string | undefined;
}

export function createBuckets(ttlMs: number): Buckets {
  const width = ttlMs / 64;
  const numbers: number[] = [];
  const buckets = new Map<number, Set<string>>();

  const numberOf = (expiresAt: number): number => Math.floor(expiresAt / width);

  const open = (number: number): Set<string> => {
    const bucket = new Set<string>();
    buckets.set(number, bucket);
    let at = numbers.length;
    while (at > 0 && (numbers[at - 1] ?? number) > number) at -= 1;
    numbers.splice(at, 0, number);
    return bucket;
  };

  return {
    add: (key, expiresAt) => {
      const number = numberOf(expiresAt);
      (buckets.get(number) ?? open(number)).add(key);
    },
    remove: (key, expiresAt) => {
      const number = numberOf(expiresAt);
      const bucket = buckets.get(number);
      if (bucket === undefined || !bucket.delete(key) || bucket.size > 0) return;
      buckets.delete(number);
      numbers.splice(numbers.indexOf(number), 1);
    },
    first: () => {
      const earliest = numbers[0];
      if (earliest === undefined) return undefined;
      const [key] = buckets.get(earliest) ?? [];
      return key;
    },
  };
}
