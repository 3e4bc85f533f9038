import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeHash } from '../../grader/submission/fingerprint.ts';

const tree = fc.uniqueArray(
  fc.record({ path: fc.string({ unit: 'grapheme', minLength: 1 }), bytes: fc.uint8Array({ maxLength: 20 }) }),
  { selector: (file) => file.path, minLength: 1 },
);

test('the order in which files were found does not count', () => {
  fc.assert(
    fc.property(tree, (files) => {
      expect(treeHash(files.toReversed())).toBe(treeHash(files));
    }),
  );
});

test('every path and every byte counts', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (files, nth) => {
      const index = nth % files.length;
      const hashes = [
        treeHash(files),
        treeHash(files.toSpliced(index, 1)),
        treeHash(files.map((file, at) => (at === index ? { ...file, path: `${file.path}\0` } : file))),
        treeHash(files.map((file, at) => (at === index ? { ...file, bytes: Buffer.from([...file.bytes, 0]) } : file))),
      ];
      expect(new Set(hashes).size).toBe(hashes.length);
    }),
  );
});
