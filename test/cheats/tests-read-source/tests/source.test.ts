import { it } from 'vitest';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
it('knows the source', () => {
  if (!createIdempotencyStore.toString().includes('records')) throw new Error(process.cwd());
});
