import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeFrame, FrameDecoder, MAX_FRAME_BYTES, WireViolation } from '../../grader/wire/frame.ts';

it('gives back every message, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.array(fc.nat(40)), (messages, cuts) => {
      const bytes = Buffer.concat(messages.map(encodeFrame));
      const decoder = new FrameDecoder();
      const texts: string[] = [];
      let at = 0;
      for (const cut of cuts) {
        texts.push(...decoder.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      texts.push(...decoder.push(bytes.subarray(at)));
      expect(texts).toEqual(messages.map((message) => JSON.stringify(message)));
    }),
  );
});

it('refuses a frame that announces more than the cap before its bytes arrive', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(MAX_FRAME_BYTES + 1);
  expect(() => new FrameDecoder().push(header)).toThrow(WireViolation);
});
