import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WireViolation } from '../../grader/wire/frame.ts';
import { parseHello, parseReply } from '../../grader/wire/parse-reply.ts';

const reply = { id: 1, events: [{ on: 'settled', call: 'c1', value: { o: [['a', 1]] } }], open: 0 };

it('believes a reply of the agreed shape', () => {
  expect(parseReply(JSON.stringify(reply))).toEqual(reply);
});

it.each([
  ['no JSON', '{'],
  ['another shape', '[]'],
  ['a member that does not belong', JSON.stringify({ ...reply, score: 100 })],
  ['an unknown event', JSON.stringify({ ...reply, events: [{ on: 'verdict', met: true }] })],
  ['an event without its fields', JSON.stringify({ ...reply, events: [{ on: 'settled' }] })],
  ['a nesting that no value has', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('refuses %s', (_what, text) => {
  expect(() => parseReply(text)).toThrow(WireViolation);
});

it('says what a host that could not go on has said', () => {
  const farewell = (error: string | null): string => JSON.stringify({ id: 0, ready: false, error });
  expect(() => parseReply(farewell('src/payment-processor.ts is missing'))).toThrow(
    new WireViolation('src/payment-processor.ts is missing'),
  );
  expect(() => parseReply(farewell(null))).toThrow(new WireViolation('a message of an unknown shape'));
});

it('throws nothing but a wire violation, whatever arrives', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const parse of [parseReply, parseHello]) {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(WireViolation);
        }
      }
    }),
  );
});
