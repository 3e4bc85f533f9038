export interface Item {
  readonly at: number;
  readonly key: string;
  readonly claim: number;
}

interface Run {
  readonly items: readonly Item[];
  from: number;
}

/** Items in a handful of sorted runs, each about twice as long as the next: adding costs a logarithm, spread out. */
export function createSortedRuns() {
  const runs: Run[] = [];

  function add(item: Item): void {
    let items: readonly Item[] = [item];
    let last = runs.at(-1);
    while (last !== undefined && last.items.length - last.from <= 2 * items.length) {
      items = merged(last, items);
      runs.pop();
      last = runs.at(-1);
    }
    runs.push({ items, from: 0 });
  }

  /** Takes out the earliest item, where it is not later than `until`. */
  function take(until: number): Item | undefined {
    let best: Run | undefined;
    let earliest: Item | undefined;
    for (const run of runs) {
      const head = run.items[run.from];
      if (head === undefined || (earliest !== undefined && head.at >= earliest.at)) continue;
      earliest = head;
      best = run;
    }
    if (best === undefined || earliest === undefined || earliest.at > until) return undefined;
    best.from += 1;
    if (best.from === best.items.length) runs.splice(runs.indexOf(best), 1);
    return earliest;
  }

  return { add, take };
}

function merged(run: Run, later: readonly Item[]): readonly Item[] {
  const items: Item[] = [];
  let i = run.from;
  let j = 0;
  for (;;) {
    const a = run.items[i];
    const b = later[j];
    if (a !== undefined && (b === undefined || a.at <= b.at)) {
      items.push(a);
      i += 1;
    } else if (b !== undefined) {
      items.push(b);
      j += 1;
    } else {
      return items;
    }
  }
}
