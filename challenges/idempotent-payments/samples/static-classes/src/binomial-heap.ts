interface Tree<T> {
  readonly item: T;
  readonly rank: number;
  readonly children: readonly Tree<T>[];
}

/** Trees of 1, 2, 4, … items; there is at most one of each size. */
export class BinomialHeap<T> {
  readonly #due: (item: T) => number;
  #trees: (Tree<T> | undefined)[] = [];

  constructor(due: (item: T) => number) {
    this.#due = due;
  }

  peek(): T | undefined {
    return this.#first()?.item;
  }

  push(item: T): void {
    this.#add({ item, rank: 0, children: [] });
  }

  pop(): void {
    const first = this.#first();
    if (first === undefined) return;
    this.#trees[first.rank] = undefined;
    for (const child of first.children) this.#add(child);
  }

  #first(): Tree<T> | undefined {
    let best: Tree<T> | undefined;
    for (const tree of this.#trees)
      if (tree !== undefined && (best === undefined || this.#due(tree.item) < this.#due(best.item))) best = tree;
    return best;
  }

  #add(tree: Tree<T>): void {
    let carry = tree;
    for (let other = this.#trees[carry.rank]; other !== undefined; other = this.#trees[carry.rank]) {
      this.#trees[carry.rank] = undefined;
      const [low, high] = this.#due(other.item) < this.#due(carry.item) ? [other, carry] : [carry, other];
      carry = { item: low.item, rank: low.rank + 1, children: [...low.children, high] };
    }
    this.#trees[carry.rank] = carry;
  }
}
