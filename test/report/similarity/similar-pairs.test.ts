import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { fingerprintSource } from '../../../grader/report/similarity/fingerprint-source.ts';
import { similarPairs } from '../../../grader/report/similarity/similar-pairs.ts';
import type { Similarity } from '../../../grader/report/similarity/similar-pairs.ts';

const kit = path.resolve(import.meta.dirname, '../../..');

function source(file: string): string {
  return readFileSync(path.join(kit, file), 'utf8');
}

const reference = source('reference/idempotent-payments/src/payment-processor.ts');
const port = source('test/samples/literal-port/src/payment-processor.ts');

function hashesOf(text: string): readonly number[] {
  return fingerprintSource(text).map(({ hash }) => hash);
}

function compare(texts: Readonly<Record<string, string>>, skeleton = ''): Similarity {
  const submissions = Object.entries(texts).map(([id, text]) => ({
    id,
    files: [{ path: 'src/a.ts', fingerprints: fingerprintSource(text) }],
  }));
  return similarPairs(submissions, new Set(hashesOf(skeleton)), 10);
}

describe('fingerprints of a source', () => {
  it('are the same after renaming, other literals, other comments and another layout', () => {
    const disguised = reference
      .replace(/\/\*[\s\S]*?\*\//g, '/* other words */')
      .replace(/\battempts?\b/g, 'zebra')
      .replace(/'[a-z]+'/g, "'text'")
      .replace(/\n/g, '\n\n');
    expect(hashesOf(disguised)).toEqual(hashesOf(reference));
  });

  it('tell lines', () => {
    const lines = reference.split('\n').length;
    for (const { firstLine, lastLine } of fingerprintSource(reference)) {
      expect(firstLine).toBeGreaterThanOrEqual(1);
      expect(lastLine).toBeGreaterThanOrEqual(firstLine);
      expect(lastLine).toBeLessThanOrEqual(lines);
    }
  });

  it('see the code behind a template and a regular expression that holds a quote', () => {
    const before = 'const a = `x${ {b: 1}.b } y`; const c = /`"/;\n';
    const shared = hashesOf(reference).filter((hash) => new Set(hashesOf(before + reference)).has(hash));
    expect(shared.length).toBeGreaterThan(0.9 * hashesOf(reference).length);
  });

  it('of an empty file are none', () => {
    expect(fingerprintSource('')).toEqual([]);
    expect(fingerprintSource('// nothing')).toEqual([]);
  });
});

describe('pairs', () => {
  it('with copied code come first, with the places to read', () => {
    const { pairs } = compare({ alice: reference, bob: `${port}\n${reference}`, carol: port });
    expect(
      pairs
        .map(({ one, other }) => `${one} ${other}`)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['alice bob', 'bob carol']);
    expect(pairs[0]?.share).toBeGreaterThan(0.9);
    expect(pairs[0]?.places[0]).toMatchObject({ one: expect.stringMatching(/^src\/a\.ts:\d+-\d+$/) });
  });

  it('do not count what stands in the skeleton', () => {
    expect(compare({ alice: reference, bob: reference }, reference).pairs).toEqual([]);
  });

  it('do not count what many have', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`person ${index}`, port]));
    expect(compare(many)).toMatchObject({ commonFrom: 10, pairs: [] });
  });

  it('without code in common are none', () => {
    expect(compare({ alice: reference, bob: 'export const one = 1;' }).pairs).toEqual([]);
  });
});
