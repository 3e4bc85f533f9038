/**
 * Like `Promise.all`, but when one rejects, so does this only once all have settled: whoever cleans up afterwards finds
 * nobody at work any more.
 */
export async function allSettled<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
