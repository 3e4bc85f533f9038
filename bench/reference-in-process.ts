/**
 * The reference without any judge, beside a bare map of promises, in one process that pays in turns: `node --expose-gc
 * bench/reference-in-process.ts [rounds]`. Prints payments per second of CPU time, live bytes per payment and the 99th percentile of a payment's wall time.
 */

import { median, quantile } from 'simple-statistics';
import type { JsonValue, PaymentProvider } from '../reference/idempotent-payments/src/contract.ts';
import { createIdempotencyStore } from '../reference/idempotent-payments/src/idempotency-store.ts';
import { createPaymentProcessor } from '../reference/idempotent-payments/src/payment-processor.ts';
import { Orders } from '../grader/subject/load/orders.ts';
import { LoadClock } from '../grader/subject/load/load-clock.ts';

const rounds = Number(process.argv[2] ?? 40);
const PAYMENTS = 500;
const SIDE_BY_SIDE = 10;
const CONFIG = { maxAttempts: 4, retryDelayMs: 10, maxRetryDelayMs: 1_000, attemptTimeoutMs: 5_000 };

type Pay = (key: string, payload: JsonValue) => Promise<JsonValue>;

const orders = new Orders(1);
const provider: PaymentProvider = {
  charge: async ({ payload }) => ({ receipt: JSON.stringify(payload).length, approved: true }),
};

function reference(): Pay {
  const clock = new LoadClock(0);
  const timed = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal) };
  const store = createIdempotencyStore({ ttlMs: 86_400_000, clock: timed });
  const processor = createPaymentProcessor({
    store,
    provider,
    clock: timed,
    config: CONFIG,
    onUnrecorded: () => undefined,
  });
  return (key, payload) => processor.processPayment(key, payload);
}

/** What a payment costs that is joined and replayed, and nothing else: no rule about payloads, failures, expiry or copies. */
function bareMap(): Pay {
  const payments = new Map<string, Promise<JsonValue>>();
  return (key, payload) => {
    const known = payments.get(key);
    if (known !== undefined) return known;
    const payment = provider.charge(
      { paymentId: crypto.randomUUID(), attempt: 1, payload },
      new AbortController().signal,
    );
    payments.set(key, payment);
    return payment;
  };
}

interface Contender {
  readonly name: string;
  readonly pay: Pay;
  readonly costsUs: number[];
  readonly wallsUs: number[];
  bytes: number;
}

const contenders = [
  { name: 'reference', pay: reference() },
  { name: 'bare map of promises', pay: bareMap() },
].map((each): Contender => ({ ...each, costsUs: [], wallsUs: [], bytes: 0 }));

for (let round = 0; round < rounds; round += 1) {
  for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) await payRound(contender, round);
}
for (const { name, costsUs, wallsUs, bytes } of contenders) {
  const costUs = median(costsUs);
  console.log(
    `${name}: ${costUs.toFixed(1)} µs of CPU a payment, ${Math.round(1e6 / costUs)} payments per second, ` +
      `${Math.round(bytes / (rounds * PAYMENTS))} live bytes a payment, p99 ${quantile(wallsUs, 0.99).toFixed(0)} µs`,
  );
}

async function payRound(contender: Contender, round: number): Promise<void> {
  const heapBefore = liveHeap();
  const before = process.cpuUsage();
  for (let first = 0; first < PAYMENTS; first += SIDE_BY_SIDE) {
    await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, (_, index) => payOne(contender, round * PAYMENTS + first + index)),
    );
  }
  const { user, system } = process.cpuUsage(before);
  contender.costsUs.push((user + system) / PAYMENTS);
  contender.bytes += liveHeap() - heapBefore;
}

async function payOne({ pay, wallsUs }: Contender, order: number): Promise<void> {
  const startedAt = performance.now();
  await pay(orders.key(order), JSON.parse(JSON.stringify(orders.payload(order))));
  wallsUs.push(1000 * (performance.now() - startedAt));
}

function liveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
