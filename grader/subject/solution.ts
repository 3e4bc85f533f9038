/** The candidate's solution as the bundle exports it. */

/** The contract's classes by name, and nothing else that is callable. */
export type ContractClasses = Readonly<Record<string, new (...args: unknown[]) => object>>;

/** Each part is loaded when it is first asked for, so that one that throws on import does not take the others along. */
export interface Solution {
  readonly contract: ContractClasses;
  store(): unknown;
  processor(): unknown;
  tests(): unknown;
}

const CLASS_NAMES = ['NetworkError', 'DeclinedError', 'ConfigError', 'IdempotencyError', 'PaymentError'];

/** Evaluates the bundle's module function once more: module-level state starts from scratch. */
export function evaluateBundle(bundle: (exports: object) => void): Solution {
  const exports: Record<string, unknown> = {};
  bundle(exports);
  const part = (name: string) => (): unknown => callLoader(exports[name]);
  const contract: unknown = callLoader(exports['contract']);
  return {
    contract: Object.fromEntries(CLASS_NAMES.map((name) => [name, classOf(contract, name)])),
    store: part('store'),
    processor: part('processor'),
    tests: part('tests'),
  };
}

function callLoader(loader: unknown): unknown {
  if (typeof loader !== 'function') throw new TypeError('the bundle has no such part');
  return Reflect.apply(loader, undefined, []);
}

function classOf(contract: unknown, name: string): new (...args: unknown[]) => object {
  const found: unknown = typeof contract === 'object' && contract !== null ? Reflect.get(contract, name) : undefined;
  if (!isClass(found)) throw new TypeError(`the contract has no class ${name}`);
  return found;
}

function isClass(value: unknown): value is new (...args: unknown[]) => object {
  return typeof value === 'function';
}
