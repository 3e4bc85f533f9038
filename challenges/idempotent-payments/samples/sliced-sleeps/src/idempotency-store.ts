import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  CreateIdempotencyStore,
  IdempotencyErrorCode,
  IdempotencyRecord,
  InsertResult,
  JsonValue,
} from './contract.ts';

/** A level-balanced (AA) tree over `[dueAt, number]`. */
interface Leaf {
  readonly due: number;
  readonly id: number;
  readonly key: string;
  readonly level: number;
  readonly left: Leaf | null;
  readonly right: Leaf | null;
}
type Spot = Pick<Leaf, 'due' | 'id' | 'key'>;

const before = (a: Spot, b: Spot): boolean => a.due < b.due || (a.due === b.due && a.id < b.id);
const level = (node: Leaf | null): number => node?.level ?? 0;

function skew(node: Leaf): Leaf {
  const { left } = node;
  return left !== null && left.level === node.level ? { ...left, right: { ...node, left: left.right } } : node;
}
function split(node: Leaf): Leaf {
  const { right } = node;
  return right !== null && level(right.right) === node.level
    ? { ...right, level: right.level + 1, left: { ...node, right: right.left } }
    : node;
}
function put(node: Leaf | null, spot: Spot): Leaf {
  if (node === null) return { due: spot.due, id: spot.id, key: spot.key, level: 1, left: null, right: null };
  return split(
    skew(before(spot, node) ? { ...node, left: put(node.left, spot) } : { ...node, right: put(node.right, spot) }),
  );
}
function first(node: Leaf | null): Leaf | null {
  let at = node;
  while (at !== null && at.left !== null) at = at.left;
  return at;
}
function cut(node: Leaf | null, spot: Spot): Leaf | null {
  if (node === null) return null;
  let next: Leaf;
  if (before(spot, node)) next = { ...node, left: cut(node.left, spot) };
  else if (before(node, spot)) next = { ...node, right: cut(node.right, spot) };
  else if (node.left === null) return node.right;
  else if (node.right === null) return node.left;
  else {
    const heir = first(node.right) ?? node;
    next = { ...node, due: heir.due, id: heir.id, key: heir.key, right: cut(node.right, heir) };
  }
  return even(next);
}
function even(node: Leaf): Leaf {
  const should = Math.min(level(node.left), level(node.right)) + 1;
  let top = node;
  if (should < top.level) {
    top = { ...top, level: should };
    if (top.right !== null && should < top.right.level) top = { ...top, right: { ...top.right, level: should } };
  }
  top = skew(top);
  if (top.right !== null) {
    let right = skew(top.right);
    if (right.right !== null) right = { ...right, right: skew(right.right) };
    top = { ...top, right };
  }
  top = split(top);
  return top.right === null ? top : { ...top, right: split(top.right) };
}

interface Row {
  readonly spot: Spot;
  readonly token: string;
  readonly text: string;
}

function isRecord(value: unknown): value is IdempotencyRecord {
  return typeof value === 'object' && value !== null && 'key' in value && 'expiresAt' in value;
}
function read(row: Row): IdempotencyRecord {
  const value: unknown = JSON.parse(row.text);
  if (!isRecord(value)) throw new TypeError('not a record');
  return value;
}

type Job = () => void;

export const createIdempotencyStore: CreateIdempotencyStore = (options) => {
  const { ttlMs, clock } = options;
  if (!(Number.isFinite(ttlMs) && ttlMs > 0)) throw new ConfigError('ttlMs');
  const rows = new Map<string, Row>();
  let tree: Leaf | null = null;
  let count = 0;
  let batch: Job[] = [];

  /** All calls of a turn are done in one go: the last one first. */
  function last<T>(work: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (batch.length === 0) queueMicrotask(flush);
    batch.push(() => {
      try {
        resolve(work());
      } catch (problem) {
        reject(problem);
      }
    });
    return promise;
  }
  function flush(): void {
    const jobs = batch;
    batch = [];
    for (const job of jobs.reverse()) job();
  }

  function drop(row: Row): void {
    rows.delete(row.spot.key);
    tree = cut(tree, row.spot);
  }
  /** Eager: whatever is over goes with every call. */
  function sweep(now: number): void {
    for (let next = first(tree); next !== null && next.due <= now; next = first(tree)) {
      tree = cut(tree, next);
      rows.delete(next.key);
    }
  }
  const fault = (code: IdempotencyErrorCode, key: string): IdempotencyError => new IdempotencyError(code, key);

  function insert(now: number, key: string, fingerprint: string, paymentId: string): InsertResult {
    sweep(now);
    const row = rows.get(key);
    const old = row === undefined ? undefined : read(row);
    if (old !== undefined && old.fingerprint !== fingerprint) return { outcome: 'mismatch', record: old };
    if (old !== undefined && old.status !== 'failed') return { outcome: 'duplicate', record: old };
    if (row !== undefined) drop(row);
    const record: IdempotencyRecord = {
      key,
      status: 'pending',
      fingerprint,
      paymentId: old === undefined ? paymentId : old.paymentId,
      createdAt: now,
      expiresAt: now + ttlMs,
    };
    count += 1;
    const spot = { due: record.expiresAt, id: count, key };
    const token = JSON.stringify({ claim: count, of: key });
    rows.set(key, { spot, token, text: JSON.stringify(record) });
    tree = put(tree, spot);
    return { outcome: 'inserted', token, record: read({ spot, token, text: JSON.stringify(record) }) };
  }

  return {
    insertPending(key, claim) {
      const { fingerprint, paymentId } = claim;
      return last(() => insert(clock.now(), key, fingerprint, paymentId));
    },
    updateStatus(key, token, outcome) {
      const settled: { status: 'completed' | 'failed'; response?: JsonValue } =
        outcome.status === 'completed'
          ? { status: 'completed', response: structuredClone(outcome.response) }
          : { status: 'failed' };
      return last(() => {
        sweep(clock.now());
        const row = rows.get(key);
        if (row === undefined) throw fault('NOT_FOUND', key);
        if (row.token !== token) throw fault('STALE_CLAIM', key);
        const record = read(row);
        if (record.status !== 'pending') throw fault('ALREADY_FINAL', key);
        rows.set(key, { ...row, text: JSON.stringify({ ...record, ...settled }) });
      });
    },
    get(key) {
      return last(() => {
        sweep(clock.now());
        const row = rows.get(key);
        if (row === undefined) throw fault('NOT_FOUND', key);
        return read(row);
      });
    },
    size: () => last(() => rows.size),
  };
};
