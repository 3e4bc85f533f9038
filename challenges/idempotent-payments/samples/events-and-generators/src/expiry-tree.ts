export interface Timed {
  expiresAt: number;
  place: number;
}

const BRANCHES = 4;

/** A heap with four branches at each node; members know their place. */
export class ExpiryTree<T extends Timed> {
  readonly #nodes: T[] = [];

  first(): T | undefined {
    return this.#nodes[0];
  }

  add(node: T): void {
    node.place = this.#nodes.length;
    this.#nodes.push(node);
    this.#up(node);
  }

  remove(node: T): void {
    const last = this.#nodes.pop();
    if (last === undefined || last === node) return;
    last.place = node.place;
    this.#nodes[last.place] = last;
    this.#up(last);
    this.#down(last);
  }

  #up(node: T): void {
    while (node.place > 0) {
      const parent = this.#nodes[Math.trunc((node.place - 1) / BRANCHES)];
      if (parent === undefined || parent.expiresAt <= node.expiresAt) return;
      this.#exchange(parent, node);
    }
  }

  #down(node: T): void {
    for (;;) {
      let least = node;
      const from = node.place * BRANCHES + 1;
      for (const child of this.#nodes.slice(from, from + BRANCHES)) {
        if (child.expiresAt < least.expiresAt) least = child;
      }
      if (least === node) return;
      this.#exchange(node, least);
    }
  }

  #exchange(upper: T, lower: T): void {
    const { place } = upper;
    upper.place = lower.place;
    lower.place = place;
    this.#nodes[upper.place] = upper;
    this.#nodes[lower.place] = lower;
  }
}
