/** SHA-256 of the code units, not of an encoding that takes lone surrogates for each other. */
export async function digestOf(text: string): Promise<string> {
  const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return hex(await crypto.subtle.digest('SHA-256', units));
}

export type Sign = (text: string) => Promise<string>;

/** Signatures under a key that nobody else has. */
export function signer(): Sign {
  const made = crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (text) => {
    const key = await made;
    if (!(key instanceof CryptoKey)) throw new TypeError('a pair of keys where one was asked for');
    return hex(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
  };
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
