interface Node<T> {
  readonly at: number;
  readonly item: T;
  child: Node<T> | null;
  next: Node<T> | null;
}

/** Earliest first; nothing is ever taken out of the middle. */
export class PairingHeap<T> {
  #root: Node<T> | null = null;

  peek(): { readonly at: number; readonly item: T } | null {
    return this.#root;
  }

  push(at: number, item: T): void {
    this.#root = meld(this.#root, { at, item, child: null, next: null });
  }

  pop(): void {
    const pairs: Node<T>[] = [];
    let node = this.#root?.child ?? null;
    while (node !== null) {
      const one: Node<T> = node;
      const other: Node<T> | null = one.next;
      node = other?.next ?? null;
      one.next = null;
      if (other !== null) other.next = null;
      const pair = meld(one, other);
      if (pair !== null) pairs.push(pair);
    }
    this.#root = pairs.reduceRight<Node<T> | null>(meld, null);
  }
}

function meld<T>(one: Node<T> | null, other: Node<T> | null): Node<T> | null {
  if (one === null) return other;
  if (other === null) return one;
  const [upper, lower] = other.at < one.at ? [other, one] : [one, other];
  lower.next = upper.child;
  upper.child = lower;
  return upper;
}
