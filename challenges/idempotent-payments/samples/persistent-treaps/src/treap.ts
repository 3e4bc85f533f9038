/** A persistent ordered map: every change makes a new one that shares most of the old. */
export type Treap<K, V> = null | {
  readonly key: K;
  readonly value: V;
  readonly weight: number;
  readonly left: Treap<K, V>;
  readonly right: Treap<K, V>;
};

export type Order<K> = (one: K, other: K) => number;

export function find<K, V>(treap: Treap<K, V>, key: K, order: Order<K>): V | undefined {
  if (treap === null) return undefined;
  const side = order(key, treap.key);
  if (side === 0) return treap.value;
  return find(side < 0 ? treap.left : treap.right, key, order);
}

export function least<K, V>(treap: Treap<K, V>): V | undefined {
  if (treap === null) return undefined;
  return treap.left === null ? treap.value : least(treap.left);
}

export function withEntry<K, V>(treap: Treap<K, V>, key: K, value: V, order: Order<K>): Treap<K, V> {
  const [below, above] = split(without(treap, key, order), key, order);
  const node = Object.freeze({ key, value, weight: Math.random(), left: null, right: null });
  return join(join(below, node), above);
}

export function without<K, V>(treap: Treap<K, V>, key: K, order: Order<K>): Treap<K, V> {
  if (treap === null) return null;
  const side = order(key, treap.key);
  if (side === 0) return join(treap.left, treap.right);
  if (side < 0) {
    const left = without(treap.left, key, order);
    return left === treap.left ? treap : Object.freeze({ ...treap, left });
  }
  const right = without(treap.right, key, order);
  return right === treap.right ? treap : Object.freeze({ ...treap, right });
}

function split<K, V>(treap: Treap<K, V>, key: K, order: Order<K>): readonly [Treap<K, V>, Treap<K, V>] {
  if (treap === null) return [null, null];
  if (order(treap.key, key) < 0) {
    const [below, above] = split(treap.right, key, order);
    return [Object.freeze({ ...treap, right: below }), above];
  }
  const [below, above] = split(treap.left, key, order);
  return [below, Object.freeze({ ...treap, left: above })];
}

function join<K, V>(left: Treap<K, V>, right: Treap<K, V>): Treap<K, V> {
  if (left === null) return right;
  if (right === null) return left;
  return left.weight < right.weight
    ? Object.freeze({ ...left, right: join(left.right, right) })
    : Object.freeze({ ...right, left: join(left, right.left) });
}
