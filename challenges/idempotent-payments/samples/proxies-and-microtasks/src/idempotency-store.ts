import {
  ConfigError,
  IdempotencyError,
  type CreateIdempotencyStore,
  type IdempotencyErrorCode,
  type IdempotencyRecord,
  type JsonValue,
  type PaymentStatus,
} from './contract.ts';
import { copyOf, guarded } from './guard.ts';
import { hop } from './hop.ts';
import { TimeIndex } from './time-index.ts';

interface Fields {
  readonly key: string;
  readonly fingerprint: string;
  readonly paymentId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

interface Item extends Fields {
  status: PaymentStatus;
  response: JsonValue | undefined;
  /** The clock was seen at or behind its end. */
  over: boolean;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (typeof ttlMs !== 'number' || !Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('no such ttlMs');
  const ids = new Map<string, symbol>();
  const items = new Map<symbol, Item>();
  const times = new TimeIndex();
  const prefix = crypto.randomUUID();

  const isOver = (item: Item, now: number): boolean => {
    if (now >= item.expiresAt) item.over = true;
    return item.over;
  };

  /** Who was seen as over stays in the index of times until its time comes, or until its key is claimed. */
  const sweep = (now: number): void => {
    for (let dropped = 0; dropped < 4;) {
      const id = times.takeDue(now);
      if (id === undefined) return;
      if (drop(id)) dropped += 1;
    }
  };

  const drop = (id: symbol): boolean => {
    const item = items.get(id);
    if (item === undefined) return false;
    if (ids.get(item.key) === id) ids.delete(item.key);
    return items.delete(id);
  };

  const insert = (fields: Fields): { readonly token: string; readonly item: Item } => {
    const id = Symbol(fields.key);
    const item: Item = { ...fields, status: 'pending', response: undefined, over: false };
    items.set(id, item);
    ids.set(fields.key, id);
    times.add(fields.expiresAt, id);
    return { token: tokens.issue(id), item };
  };

  const tokens = tokenBook(prefix);

  const own = async (key: string): Promise<{ readonly id: symbol; readonly item: Item }> => {
    const refusals = new Map<IdempotencyErrorCode, IdempotencyError>();
    for (const code of ['NOT_FOUND', 'EXPIRED'] as const) refusals.set(code, new IdempotencyError(code, key));
    await hop();
    const id = ids.get(key);
    const item = id === undefined ? undefined : items.get(id);
    if (id === undefined || item === undefined) throw refusals.get('NOT_FOUND');
    if (isOver(item, clock.now())) throw refusals.get('EXPIRED');
    return { id, item };
  };

  return {
    async insertPending(key, { fingerprint, paymentId }) {
      await hop();
      const now = clock.now();
      const id = ids.get(key);
      const held = id === undefined ? undefined : items.get(id);
      const live = held !== undefined && !isOver(held, now) ? held : undefined;
      if (live !== undefined && (live.fingerprint !== fingerprint || live.status !== 'failed')) {
        const answer = {
          outcome: live.fingerprint === fingerprint ? 'duplicate' : 'mismatch',
          record: show(live),
        } as const;
        await hop();
        return answer;
      }
      if (id !== undefined) drop(id);
      const fields = {
        key,
        fingerprint,
        paymentId: live?.paymentId ?? paymentId,
        createdAt: now,
        expiresAt: now + ttlMs,
      };
      const { token, item } = insert(fields);
      sweep(now);
      const record = show(item);
      await hop();
      return { outcome: 'inserted', token, record };
    },

    async updateStatus(key, token, outcome) {
      const response = outcome.status === 'completed' ? copyOf(outcome.response) : undefined;
      const { status } = outcome;
      const { id, item } = await own(key);
      if (!tokens.fits(token, id)) throw new IdempotencyError('STALE_CLAIM', key);
      if (item.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      item.status = status;
      item.response = response;
      await hop();
    },

    async get(key) {
      const record = show((await own(key)).item);
      await hop();
      return record;
    },

    async size() {
      await hop();
      return items.size;
    },
  };
};

/** Tokens are not kept: a token is its claim's number, and the symbol knows the number. */
function tokenBook(prefix: string): { issue(id: symbol): string; fits(token: string, id: symbol): boolean } {
  const numbers = new WeakMap<symbol, number>();
  let issued = 0;
  return {
    issue: (id) => {
      issued += 1;
      numbers.set(id, issued);
      return `${prefix}/${issued}`;
    },
    fits: (token, id) => token === `${prefix}/${numbers.get(id) ?? 0}`,
  };
}

function show({ key, status, fingerprint, paymentId, createdAt, expiresAt, response }: Item): IdempotencyRecord {
  const record = { key, status, fingerprint, paymentId, createdAt, expiresAt };
  return guarded(response === undefined ? record : { ...record, response: copyOf(response) });
}
