import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameReader } from '../../grader/wire/frame-reader.ts';
import { encodeFrame, MAX_FRAME_BYTES, WireViolation } from '../../grader/wire/frame.ts';

/** A stream of `bytes` that hands out at most `portions[n]` bytes at the n-th read, then whatever fits. */
function readerOf(stream: Uint8Array, portions: readonly number[] = []): FrameReader {
  const bytes = Buffer.from(stream);
  let at = 0;
  let reads = 0;
  return new FrameReader((buffer, offset) => {
    const most = Math.max(1, portions[reads] ?? Infinity);
    const got = bytes.copy(buffer, offset, at, Math.min(bytes.length, at + most));
    reads += 1;
    at += got;
    return got;
  });
}

it('gives back every message, however the bytes arrive', () => {
  const message = fc.oneof(
    fc.jsonValue(),
    fc.nat(300_000).map((length) => 'x'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(70_000)), (messages, portions) => {
      const reader = readerOf(Buffer.concat(messages.map(encodeFrame)), portions);
      expect(messages.map(() => reader.next())).toEqual(messages.map((each) => JSON.stringify(each)));
      expect(reader.next()).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

it('ends with a stream that breaks off inside a frame', () => {
  expect(readerOf(encodeFrame('whole').subarray(0, 7)).next()).toBeUndefined();
});

it('tells how much has arrived behind a frame', () => {
  const reader = readerOf(Buffer.concat([encodeFrame(1), Buffer.from('abc')]));
  expect([reader.next(), reader.surplus]).toEqual(['1', 3]);
});

it('refuses a frame that announces more than the cap', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(MAX_FRAME_BYTES + 1);
  expect(() => readerOf(header).next()).toThrow(WireViolation);
});
