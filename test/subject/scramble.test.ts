import { describe, expect, it } from 'vitest';
import { isChangeable, scramble, sharesMutable } from '../../grader/subject/scramble.ts';

/** A record whose response is reached by a getter of its class. */
class View {
  readonly #response: object;

  constructor(response: object) {
    this.#response = response;
  }

  get response(): object {
    return this.#response;
  }

  get token(): string {
    throw new Error('there is none');
  }
}

const HANDED_OUT: readonly (readonly [string, (response: object) => object])[] = [
  ['own', (response) => ({ response })],
  ['behind a getter of its class', (response) => new View(response)],
  ['inherited', (response) => Object.create({ response })],
  [
    'behind a proxy that names no members',
    (response) => new Proxy({}, { get: (_target, name) => (name === 'response' ? response : undefined) }),
  ],
];

describe.each(HANDED_OUT)('a response that is %s', (_where, handOut) => {
  it('is reached by who changes the record', () => {
    const response = { receipt: 'r' };
    scramble({ outcome: 'duplicate', record: handOut(response) });
    expect(response).toEqual({ scrambled: true });
  });

  it('is shared by two records that hold it', () => {
    const response = { receipt: 'r' };
    expect(sharesMutable(handOut(response), handOut(response))).toBe(true);
    expect(sharesMutable(handOut(response), handOut({ ...response }))).toBe(false);
  });
});

describe('an object of the caller can be changed', () => {
  const made = (): { response: { lines: number[] } } => ({ response: { lines: [1, 2] } });

  it('as it was made', () => {
    expect(isChangeable(made())).toBe(true);
  });

  it.each<[string, (object: object) => object]>([
    ['frozen', Object.freeze],
    ['closed', Object.preventExtensions],
    ['given another prototype', (object) => Object.setPrototypeOf(object, new Proxy({}, { set: () => true }))],
    ['given a setter', (object) => Object.defineProperty(object, 'lines', { get: () => [1, 2], set: () => undefined })],
    ['given a member that is only read', (object) => Object.defineProperty(object, 'lines', { writable: false })],
  ])('no longer when it was %s', (_how, guard) => {
    const object = made();
    guard(object.response);
    expect(isChangeable(object)).toBe(false);
  });
});
