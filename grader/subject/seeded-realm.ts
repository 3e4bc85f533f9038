/** All chance of the candidate's realm, `Math.random` and `crypto`, under one seed. What would bring chance of its own is refused. */

import { isObject, readMember } from './members.ts';
import { makeChance, replaceChance, replaceMember, seededRandom, type Chance } from './randomness.ts';

/** Seeds the realm; returns what sets the seed. */
export function installRandomness(): (seed: number) => void {
  const chance = makeChance();
  seedRealm(chance);
  return (seed) => chance.seed(seed);
}

/** Replaces `Math.random`, and chance in `crypto` and `crypto.subtle`. */
export function seedRealm(chance: Chance): void {
  replaceMember(Math, 'random', () => chance.random());
  replaceChance(crypto, chance);
  // Its methods can be called on `crypto`, too.
  replaceChance(prototypeOf(crypto), chance);
  const subtle = prototypeOf(crypto.subtle);
  seedKeys(subtle, chance);
  refuseChance(subtle, 'sign', { place: 0, exceptWith: PLAIN_SIGNATURES });
  refuseChance(subtle, 'encrypt', { place: 0, exceptWith: CIPHERS });
  refuseChance(subtle, 'wrapKey', { place: 3, exceptWith: CIPHERS });
  refuseChance(subtle, 'encapsulateBits', { place: 0, exceptWith: [] });
  refuseChance(subtle, 'encapsulateKey', { place: 0, exceptWith: [] });
}

const CIPHERS = ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW', 'AES-OCB', 'CHACHA20-POLY1305'];
/** They make the same of the same every time. Others, such as ECDSA, RSA-PSS and ML-DSA, draw chance inside of the engine. */
const PLAIN_SIGNATURES = ['HMAC', 'KMAC128', 'KMAC256', 'ED25519', 'ED448', 'RSASSA-PKCS1-V1_5'];

/** Keys of one secret are made of seeded bytes; key pairs, which only the engine can make, are refused. */
function seedKeys(subtle: object, chance: Chance): void {
  const importKey = methodOf(subtle, 'importKey');
  const generateKey = async function (this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    const [algorithm, extractable, usages] = args;
    const key = secretOf(algorithm);
    if (key === undefined) throw refusal('generateKey', nameOf(algorithm));
    // Drawn before anything is awaited: which of several keys is ready first is up to the engine.
    const random = seededRandom(chance.random() * 2 ** 32);
    const bytes = Uint8Array.from({ length: Math.ceil(key.length / 8) }, () => random() * 256);
    return Reflect.apply(importKey, this, ['raw-secret', bytes, key, extractable, usages]);
  };
  replaceMember(subtle, 'generateKey', generateKey);
}

/** What `importKey` has to know of a secret; the length is in bits. */
interface Secret {
  readonly name: string;
  readonly length: number;
  readonly hash?: string;
}

/** The secret that `generateKey` is asked for; `undefined` where it is no single secret. */
function secretOf(algorithm: unknown): Secret | undefined {
  const name = nameOf(algorithm);
  const length = readMember(algorithm, 'length');
  const long = (usual: number): number => (length === undefined ? usual : Number(length));
  switch (name.toUpperCase()) {
    case 'HMAC': {
      const hash = nameOf(readMember(algorithm, 'hash'));
      return { name, hash, length: long(blockBits(hash)) };
    }
    case 'KMAC128':
      return { name, length: long(128) };
    case 'KMAC256':
      return { name, length: long(256) };
    case 'CHACHA20-POLY1305':
      return { name, length: 256 };
    default:
      return CIPHERS.includes(name.toUpperCase()) ? { name, length: long(0) } : undefined;
  }
}

/** The usual length of an HMAC's key, https://w3c.github.io/webcrypto/#hmac-operations-generate-key; none for hashes that have none there. */
function blockBits(hash: string): number {
  switch (hash.toUpperCase()) {
    case 'SHA-1':
    case 'SHA-256':
      return 512;
    case 'SHA-384':
    case 'SHA-512':
      return 1_024;
    default:
      return 0;
  }
}

interface Refused {
  /** Where the algorithm stands among the arguments. */
  readonly place: number;
  /** Names in capitals. */
  readonly exceptWith: readonly string[];
}

function refuseChance(subtle: object, method: string, { place, exceptWith }: Refused): void {
  const real = methodOf(subtle, method);
  const checked = async function (this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    if (args.length <= place) return Reflect.apply(real, this, args);
    const algorithm = args[place];
    const name = nameOf(algorithm);
    if (!exceptWith.includes(name.toUpperCase())) throw refusal(method, name);
    return Reflect.apply(real, this, args.with(place, named(algorithm, name)));
  };
  replaceMember(subtle, method, checked);
}

/** The same algorithm with a name that says the same however often it is asked. */
function named(algorithm: unknown, name: string): unknown {
  return isObject(algorithm) ? Object.create(algorithm, { name: { value: name } }) : name;
}

function nameOf(algorithm: unknown): string {
  return String(isObject(algorithm) ? Reflect.get(algorithm, 'name') : algorithm);
}

function refusal(method: string, name: string): DOMException {
  const message = `crypto.subtle.${method} with ${name} is not available here: it draws chance that no seed decides`;
  return new DOMException(message, 'NotSupportedError');
}

type Method = (...args: readonly unknown[]) => unknown;

function methodOf(holder: object, name: string): Method {
  const method: unknown = Reflect.get(holder, name);
  if (!isMethod(method)) throw new TypeError(`crypto.subtle has no ${name}`);
  return method;
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

function prototypeOf(value: object): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isObject(prototype)) throw new TypeError('no prototype');
  return prototype;
}
