export { createIdempotencyStore } from './store/in-memory-store.ts';
