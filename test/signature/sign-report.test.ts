import { createPrivateKey, createPublicKey } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { UsageError } from '../../grader/errors.ts';
import type { Report } from '../../grader/model/report.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { createKeys, keyIdOf, parsePrivateKey, parsePublicKey } from '../../grader/signature/keys.ts';
import { checkSignature, signReport } from '../../grader/signature/sign-report.ts';
import type { SignatureCheck } from '../../grader/signature/sign-report.ts';
import { fullReport } from '../report/full-report.ts';

const { privatePem, publicPem, keyId } = createKeys();
const privateKey = createPrivateKey(privatePem);
const publicKey = createPublicKey(publicPem);
const signed = signReport(fullReport(), privateKey);
const text = JSON.stringify(signed);

function check(file: string, key = publicKey): SignatureCheck {
  const document: unknown = JSON.parse(file);
  const { signature } = parseReport(file, 'x');
  if (typeof document !== 'object' || document === null || signature === null) return 'altered';
  return checkSignature(document, signature, key);
}

it('vouches for the report as it was written, in whatever layout and order', () => {
  expect(check(text)).toBe('valid');
  expect(check(JSON.stringify(JSON.parse(text), null, 4))).toBe('valid');
  expect(check(JSON.stringify(Object.fromEntries(Object.entries(signed).toReversed())))).toBe('valid');
  expect(signed.signature).toMatchObject({ keyId, algorithm: 'ed25519' });
});

it('does not vouch for a report with any byte altered, however it still reads', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
      const altered = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
      let outcome: SignatureCheck;
      try {
        outcome = check(altered);
      } catch {
        return;
      }
      read += 1;
      if (JSON.stringify(JSON.parse(altered)) !== text) expect(outcome).not.toBe('valid');
    }),
    { numRuns: 400 },
  );
  expect(read).toBeGreaterThan(50);
});

it('does not vouch for a signature in other letters that stand for the same bytes', () => {
  const { value = '' } = signed.signature ?? {};
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
  const others = letters.map((letter) => `${value.slice(0, -3)}${letter}==`).filter((other) => other !== value);
  expect(others.filter((other) => Buffer.from(other, 'base64').equals(Buffer.from(value, 'base64')))).toHaveLength(15);
  for (const other of others) expect(check(text.replace(value, other))).toBe('altered');
});

it.each<[string, (report: Report) => object]>([
  ['a better total', (report) => ({ ...report, score: { ...report.score, got: 99 } })],
  [
    'another load figure',
    (report) => ({ ...report, measurement: { load: { ...report.measurement.load, points: 10 } } }),
  ],
  ['another isolation', (report) => ({ ...report, run: { ...report.run, isolation: 'portable' } })],
  ['a member that no kit knows', (report) => ({ ...report, extra: 1 })],
])('does not vouch for %s', (_, alter) => {
  expect(check(JSON.stringify(alter(signed)))).toBe('altered');
});

it('tells another key from an altered report', () => {
  expect(check(text, createPublicKey(createKeys().publicPem))).toBe('other-key');
  const borrowed = { ...signed, signature: { ...signed.signature, value: 'AAAA' } };
  expect(check(JSON.stringify(borrowed))).toBe('altered');
});

describe('keys', () => {
  it('have an id that both halves share', () => {
    expect(keyIdOf(privateKey)).toBe(keyId);
    expect(keyIdOf(publicKey)).toBe(keyId);
    expect(() => parsePublicKey(privatePem, 'x')).toThrow(/^x is a private key, /);
    expect(createKeys().keyId).not.toBe(keyId);
  });

  it('are refused with the fix when they are none', () => {
    expect(() => parsePrivateKey('hello', 'my.pem')).toThrow(/^my\.pem is no private key .*grade keys new$/);
    expect(() => parsePrivateKey(publicPem, 'my.pem')).toThrow(UsageError);
    expect(() => parsePublicKey('', 'my.pem')).toThrow(/^my\.pem is no public key/);
  });
});
