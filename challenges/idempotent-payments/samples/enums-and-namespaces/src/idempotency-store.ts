import { ConfigError } from './contract.js';
import type { CreateIdempotencyStore } from './contract.js';
import { MemoryStore } from './store/memory-store.js';

export const createIdempotencyStore: CreateIdempotencyStore = (options) => {
  const usable = Number.isFinite(options.ttlMs) && options.ttlMs > 0;
  if (!usable) throw new ConfigError(`ttlMs = ${options.ttlMs}`);
  return new MemoryStore(options);
};
