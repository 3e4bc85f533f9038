import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue, Opaque } from '../../grader/wire/value.ts';

/** As it arrives on the other side. */
function overTheWire(value: unknown): unknown {
  return decodeValue(JSON.parse(JSON.stringify(encodeValue(value))));
}

describe('a value that crosses the wire', () => {
  it('arrives as it was, numbers beyond JSON and odd member names included', () => {
    const values = fc.anything({
      withNullPrototype: false,
      values: [fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)],
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toString', 'a', 'o', 'r', 'x')),
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(overTheWire(value)).toStrictEqual(value);
      }),
    );
  });

  it('keeps an own member called __proto__ a member', () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    expect(JSON.stringify(overTheWire(value))).toBe('{"__proto__":{"polluted":true}}');
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['a value with more than 50,000 parts', Array.from({ length: 60_000 }, () => 0)],
    ['a string of 200000 characters', 'x'.repeat(200_000)],
  ])('is described where it cannot be rebuilt: %s', (description, value) => {
    expect(overTheWire(value)).toEqual(new Opaque(description));
  });

  it('ends where it goes in circles', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(encodeValue(circle))).toContain('more than 64 levels');
  });

  it('survives getters and proxies that throw', () => {
    const hostile = new Proxy({}, { ownKeys: () => { throw new Error('no'); } }); // prettier-ignore
    expect(overTheWire({ hostile })).toEqual({ hostile: new Opaque('a value that cannot be read') });
  });
});
