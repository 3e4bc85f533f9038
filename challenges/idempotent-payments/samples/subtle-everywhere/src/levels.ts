interface Due {
  readonly expiresAt: number;
}

/** Sorted runs of doubling length, as in a binary counter; the earliest stands last in each. */
export class Levels<T extends Due> {
  readonly #levels: T[][] = [];

  add(item: T): void {
    let carried = [item];
    let level = 0;
    for (let held = this.#levels[level]; held !== undefined && held.length > 0; held = this.#levels[level]) {
      carried = merged(carried, held);
      this.#levels[level] = [];
      level += 1;
    }
    this.#levels[level] = carried;
  }

  /** Takes out the earliest, if it is due. */
  take(now: number): T | undefined {
    let earliest: T[] | undefined;
    for (const level of this.#levels) {
      const due = level.at(-1)?.expiresAt ?? Infinity;
      if (due <= now && due < (earliest?.at(-1)?.expiresAt ?? Infinity)) earliest = level;
    }
    return earliest?.pop();
  }
}

function merged<T extends Due>(one: readonly T[], other: readonly T[]): T[] {
  const all: T[] = [];
  let [left, right] = [0, 0];
  while (left < one.length || right < other.length) {
    const [first, second] = [one[left], other[right]];
    const next = second === undefined || (first !== undefined && first.expiresAt >= second.expiresAt) ? first : second;
    if (next === undefined) break;
    all.push(next);
    if (next === first) left += 1;
    else right += 1;
  }
  return all;
}
