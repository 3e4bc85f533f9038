import { expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, subjectOf } from '../support/subject-of.ts';

/** A store that answers a claim with the text that `body` returns. */
function storeThatSays(body: string): Record<string, string> {
  const store = `
    const { subtle } = crypto;
    const data = new Uint8Array(3);
    const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const reason = (promise) => promise.then(() => 'none', (error) => error.name);
    const say = async () => { ${body} };
    export const createIdempotencyStore = () => ({
      insertPending: async () => ({ outcome: await say(), token: 't', record: {} }),
    });`;
  return { 'src/idempotency-store.ts': store };
}

/** What it says under each seed, each in a process of its own. */
async function saidUnder(seeds: readonly number[], body: string): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  for (const seed of seeds) {
    const subject = await subjectOf(storeThatSays(body), 'portable');
    const events = await eventsOf(subject, { do: 'reset', now: 1_000, seed }, OPEN_STORE, claimCommand('c1', 'k'));
    said.push(/\["outcome","([^"]*)"\]/.exec(JSON.stringify(events.at(-1)))?.[1]);
  }
  return said;
}

const KEYS: readonly (readonly [algorithm: string, usage: string, bytes: number])[] = [
  [`{ name: 'AES-GCM', length: 128 }`, 'encrypt', 16],
  [`{ name: 'aes-kw', length: 256 }`, 'wrapKey', 32],
  [`{ name: 'HMAC', hash: 'SHA-256' }`, 'sign', 64],
  [`{ name: 'HMAC', hash: { name: 'sha-512' } }`, 'sign', 128],
  [`{ name: 'HMAC', hash: 'SHA-1', length: 100 }`, 'sign', 13],
  [`'KMAC128'`, 'sign', 16],
  [`'ChaCha20-Poly1305'`, 'encrypt', 32],
];

it.each(KEYS)('a key for %s follows the seed', async (algorithm, usage, bytes) => {
  const body = `
    const key = await subtle.generateKey(${algorithm}, true, ['${usage}']);
    return [key.usages, key.extractable, hex(await subtle.exportKey('raw-secret', key))].join();`;
  const [first, again, other] = await saidUnder([1, 1, 2], body);
  expect(first).toMatch(new RegExp(`^${usage},true,[0-9a-f]{${2 * bytes}}$`));
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

it.each([
  ['generateKey with ECDSA', `subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])`],
  ['generateKey with Ed25519', `subtle.generateKey('Ed25519', true, ['sign', 'verify'])`],
  ['sign with RSA-PSS', `subtle.sign({ name: 'RSA-PSS', saltLength: 8 }, {}, data)`],
  ['encrypt with RSA-OAEP', `subtle.encrypt('RSA-OAEP', {}, data)`],
  ['wrapKey with RSA-OAEP', `subtle.wrapKey('raw', {}, {}, 'RSA-OAEP')`],
  ['encapsulateBits with ML-KEM-768', `subtle.encapsulateBits('ML-KEM-768', {})`],
])('%s, which draws chance of its own, is refused', async (what, call) => {
  const [said] = await saidUnder([1], `return ${call}.then(() => '', (error) => error.name + ': ' + error.message);`);
  expect(said).toBe(
    `NotSupportedError: crypto.subtle.${what} is not available here: it draws chance that no seed decides`,
  );
});

it('a name that changes between two looks does not let a signature with chance through', async () => {
  const body = `
    const jwk = { kty: 'EC', crv: 'P-256', d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' };
    const key = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    let looks = 0;
    const algorithm = { hash: 'SHA-256', get name() { looks += 1; return looks === 1 ? 'HMAC' : 'ECDSA'; } };
    return reason(subtle.sign(algorithm, key, data));`;
  expect(await saidUnder([1], body)).toEqual(['InvalidAccessError']);
});

it('methods of the prototype draw no other chance', async () => {
  const body = `
    const { getRandomValues, randomUUID } = Object.getPrototypeOf(crypto);
    return hex(getRandomValues.call(crypto, new Uint8Array(16))) + randomUUID.call(crypto);`;
  const [first, again] = await saidUnder([1, 1], body);
  expect(first).toMatch(/^[0-9a-f]{40}-[0-9a-f-]{27}$/);
  expect(again).toBe(first);
});

it('what makes the same of the same goes on as it was', async () => {
  const body = `
    const secret = await subtle.importKey('raw', new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const cipher = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, ['encrypt', 'wrapKey']);
    const inner = await subtle.importKey('raw', new Uint8Array(16), 'AES-CBC', true, ['encrypt']);
    const base = await subtle.importKey('raw', new Uint8Array(16), 'PBKDF2', false, ['deriveBits']);
    const derived = { name: 'PBKDF2', hash: 'SHA-256', salt: data, iterations: 10 };
    const iv = new Uint8Array(12);
    const all = [
      subtle.digest('SHA-256', data),
      subtle.sign('HMAC', secret, data),
      subtle.encrypt({ name: 'AES-GCM', iv }, cipher, data),
      subtle.wrapKey('raw', inner, cipher, { name: 'AES-GCM', iv }),
      subtle.deriveBits(derived, base, 128),
    ];
    return (await Promise.all(all)).map((buffer) => hex(buffer).length / 2).join();`;
  expect(await saidUnder([1], body)).toEqual(['32,32,19,32,16']);
});
