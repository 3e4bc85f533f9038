/** Keys that vouch for reports: ed25519 (RFC 8032), in PEM files. */

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';

export interface KeyFiles {
  /** PKCS #8: signs; stays with whoever grades. */
  readonly privatePem: string;
  /** SPKI: checks; may go to anybody. */
  readonly publicPem: string;
  readonly keyId: string;
}

/** A new pair of keys. */
export function createKeys(): KeyFiles {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    keyId: keyIdOf(publicKey),
  };
}

/** A PEM text as the key that signs. Throws a `UsageError` that names `where` it came from. */
export function parsePrivateKey(pem: string, where: string): KeyObject {
  return parseKey(() => createPrivateKey(pem), `${where} is no private key`);
}

/** A PEM text as the key that checks; a private key is refused, because it has no business with whoever checks. Throws a `UsageError` that names `where` it came from. */
export function parsePublicKey(pem: string, where: string): KeyObject {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/u.test(pem)) {
    throw new UsageError(`${where} is a private key, which is to be kept by whoever signs. Name the public one.`);
  }
  return parseKey(() => createPublicKey(pem), `${where} is no public key`);
}

/** `sha256:…` over the public key's SPKI form. */
export function keyIdOf(key: KeyObject): string {
  const der = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return `sha256:${createHash('sha256').update(der).digest('hex')}`;
}

function parseKey(parse: () => KeyObject, problem: string): KeyObject {
  const fix = 'Make a pair with: grade keys new';
  try {
    const key = parse();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    const why = cause instanceof Error ? printable(cause.message, 120) : '';
    throw new UsageError(`${problem} (${why}). ${fix}`, { cause });
  }
  throw new UsageError(`${problem} of the kind ed25519. ${fix}`);
}
