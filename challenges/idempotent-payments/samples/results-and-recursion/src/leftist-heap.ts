/** An immutable heap; `undefined` is the empty one. */
export type Heap<Item> = HeapNode<Item> | undefined;

interface HeapNode<Item> {
  readonly at: number;
  readonly item: Item;
  readonly rank: number;
  readonly left: Heap<Item>;
  readonly right: Heap<Item>;
}

/** Depth of recursion: logarithmic, since right spines are short. */
export function merge<Item>(a: Heap<Item>, b: Heap<Item>): Heap<Item> {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (b.at < a.at) return merge(b, a);
  const merged = merge(a.right, b);
  const [left, right] = rankOf(a.left) < rankOf(merged) ? [merged, a.left] : [a.left, merged];
  return { at: a.at, item: a.item, rank: rankOf(right) + 1, left, right };
}

export function push<Item>(heap: Heap<Item>, at: number, item: Item): Heap<Item> {
  return merge(heap, { at, item, rank: 1, left: undefined, right: undefined });
}

export function pop<Item>(heap: Heap<Item>): Heap<Item> {
  return heap === undefined ? undefined : merge(heap.left, heap.right);
}

function rankOf<Item>(heap: Heap<Item>): number {
  return heap === undefined ? 0 : heap.rank;
}
