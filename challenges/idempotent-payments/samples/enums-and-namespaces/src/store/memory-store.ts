import { IdempotencyError } from '../contract.js';
import type {
  Claim,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  InsertResult,
  PaymentOutcome,
} from '../contract.js';
import { Json } from '../support/json.js';
import { KeyQueue } from '../support/key-queue.js';
import { PriorityQueue } from '../support/priority-queue.js';
import { Entry, Phase } from './entry.js';

interface Deadline {
  readonly key: string;
  readonly entry: Entry;
}

export class MemoryStore implements IdempotencyStore {
  private readonly ttlMs: number;
  private readonly clock: IdempotencyStoreOptions['clock'];
  private readonly entries = new Map<string, Entry>();
  private readonly queue = new KeyQueue();
  private readonly deadlines = new PriorityQueue<Deadline>((a, b) => a.entry.expiresAt - b.entry.expiresAt);

  public constructor(options: IdempotencyStoreOptions) {
    this.ttlMs = options.ttlMs;
    this.clock = options.clock;
  }

  public insertPending(key: string, { fingerprint, paymentId }: Claim): Promise<InsertResult> {
    return this.queue.enqueue(key, () => this.claim(key, fingerprint, paymentId));
  }

  public updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    const own: PaymentOutcome =
      outcome.status === 'completed'
        ? { status: 'completed', response: Json.copy(outcome.response) }
        : { status: 'failed' };
    return this.queue.enqueue(key, () => {
      const entry = this.demand(key);
      if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (entry.phase !== Phase.Open) throw new IdempotencyError('ALREADY_FINAL', key);
      entry.settle(own);
    });
  }

  public get(key: string): Promise<IdempotencyRecord> {
    return this.queue.enqueue(key, () => this.demand(key).snapshot);
  }

  public async size(): Promise<number> {
    return this.entries.size;
  }

  private claim(key: string, fingerprint: string, freshId: string): InsertResult {
    const createdAt = this.clock.now();
    const old = this.entries.get(key);
    let paymentId = freshId;
    if (old !== undefined && createdAt < old.expiresAt) {
      if (!old.asksFor(fingerprint)) return { outcome: 'mismatch', record: old.snapshot };
      if (old.phase !== Phase.Broken) return { outcome: 'duplicate', record: old.snapshot };
      paymentId = old.paymentId;
    }
    const expiresAt = createdAt + this.ttlMs;
    const token = crypto.randomUUID();
    const entry = new Entry({ key, status: 'pending', fingerprint, paymentId, createdAt, expiresAt }, token);
    this.entries.set(key, entry);
    this.deadlines.enqueue({ key, entry });
    this.reap(createdAt);
    return { outcome: 'inserted', token, record: entry.snapshot };
  }

  private demand(key: string): Entry {
    const entry = this.entries.get(key);
    if (entry === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (this.clock.now() < entry.expiresAt) return entry;
    this.entries.delete(key);
    throw new IdempotencyError('EXPIRED', key);
  }

  private reap(now: number): void {
    for (let budget = 3; budget > 0; budget--) {
      const { head } = this.deadlines;
      if (head === undefined || now < head.entry.expiresAt) return;
      this.deadlines.dequeue();
      if (this.entries.get(head.key) === head.entry) this.entries.delete(head.key);
    }
  }
}
