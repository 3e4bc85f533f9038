import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Report, Signature } from '../model/report.ts';
import { canonicalJson } from '../report/canonical-json.ts';
import { keyIdOf } from './keys.ts';

/**
 * The report with a signature over all of it but the signature itself. The whole and not `result` alone: totals, load figures and
 * the isolation are what people decide by, too.
 */
export function signReport(report: Report, privateKey: KeyObject): Report {
  const value = sign(null, signedBytes(report), privateKey).toString('base64');
  return { ...report, signature: { keyId: keyIdOf(privateKey), algorithm: 'ed25519', value } };
}

/** `other-key`: made with another key than this one. */
export type SignatureCheck = 'valid' | 'altered' | 'other-key';

/**
 * Checks a report as it stands in its file, before anything was read into it or left out of it: `document` is the parsed JSON
 * and `signature` the one in there.
 */
export function checkSignature(document: object, signature: Signature, publicKey: KeyObject): SignatureCheck {
  if (signature.keyId !== keyIdOf(publicKey)) return 'other-key';
  const bytes = Buffer.from(signature.value, 'base64');
  // The last letter has bits that no byte takes up: one signature could be written in several ways.
  if (bytes.toString('base64') !== signature.value) return 'altered';
  try {
    const intact = verify(null, signedBytes(document), publicKey, bytes);
    return intact ? 'valid' : 'altered';
  } catch (error) {
    // Not even I-JSON: nothing that was ever signed.
    if (error instanceof RangeError) return 'altered';
    throw error;
  }
}

function signedBytes(document: object): Buffer {
  const members = Object.entries(document).filter(([name]) => name !== 'signature');
  return Buffer.from(canonicalJson(Object.fromEntries(members)), 'utf8');
}
