interface Node {
  readonly at: number;
  readonly sequence: number;
  readonly key: string;
  readonly next: (Node | undefined)[];
}

/** Where an item stands in the list; needed to take it out again. */
export interface Position {
  readonly at: number;
  readonly sequence: number;
}

const LEVELS = 20;

function isBefore(a: Position, b: Position): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** Keys ordered by a number, ties in order of insertion; add, remove and first in logarithmic time on average. */
export class SkipList {
  readonly #head: Node = { at: Number.NEGATIVE_INFINITY, sequence: 0, key: '', next: [] };
  #sequence = 0;

  add(at: number, key: string): Position {
    this.#sequence += 1;
    const position = { at, sequence: this.#sequence };
    const before = this.#before(position);
    const node: Node = { ...position, key, next: [] };
    const height = this.#height();
    for (let level = 0; level < height; level += 1) {
      const previous = before[level] ?? this.#head;
      node.next[level] = previous.next[level];
      previous.next[level] = node;
    }
    return position;
  }

  remove(position: Position): void {
    for (const [level, previous] of this.#before(position).entries()) {
      const node = previous.next[level];
      if (node?.sequence === position.sequence) previous.next[level] = node.next[level];
    }
  }

  first(): { readonly at: number; readonly key: string } | undefined {
    return this.#head.next[0];
  }

  /** On every level the last node before the position. */
  #before(position: Position): Node[] {
    const before: Node[] = [];
    let node = this.#head;
    for (let level = LEVELS - 1; level >= 0; level -= 1) {
      let next = node.next[level];
      while (next !== undefined && isBefore(next, position)) {
        node = next;
        next = node.next[level];
      }
      before[level] = node;
    }
    return before;
  }

  /** 1 with probability 1/2, 2 with 1/4, …: taken from the counter, which is as good as chance here. */
  #height(): number {
    const trailingZeros = 31 - Math.clz32(this.#sequence & -this.#sequence);
    return Math.min(LEVELS, 1 + trailingZeros);
  }
}
