const stolen = [];
const take = (work) => { try { stolen.push(String(work())); } catch (error) { stolen.push(String(error)); } };
take(() => new WebAssembly.Memory({ initial: 65536 }));
export function createIdempotencyStore() {
  throw new Error(stolen.join('; ').slice(0, 1500));
}
