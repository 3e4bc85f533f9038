const stolen = [];
const take = (work) => { try { stolen.push(String(work())); } catch (error) { stolen.push(String(error)); } };
take(() => require('node:fs').readFileSync('/etc/hostname', 'utf8'));
take(() => module.require('node:fs'));
export function createIdempotencyStore() {
  throw new Error(stolen.join('; ').slice(0, 1500));
}
