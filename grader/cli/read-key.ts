import { readFile } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { parsePrivateKey, parsePublicKey } from '../signature/keys.ts';
import { errorCode } from '../submission/read-regular-file.ts';

/** The key to sign with: the flag's file, or GRADE_SIGNING_KEY, which is a file or, as CI keeps secrets, the PEM text itself; else none. */
export async function readSigningKey(flag: string | undefined): Promise<KeyObject | null> {
  if (flag !== undefined) return parsePrivateKey(await readPem(flag), printable(flag, 300));
  const setting = process.env['GRADE_SIGNING_KEY'];
  if (setting === undefined || setting === '') return null;
  if (setting.startsWith('-----BEGIN ')) return parsePrivateKey(setting, 'GRADE_SIGNING_KEY');
  return parsePrivateKey(await readPem(setting), `GRADE_SIGNING_KEY, ${printable(setting, 300)},`);
}

export async function readPublicKey(path: string): Promise<KeyObject> {
  return parsePublicKey(await readPem(path), printable(path, 300));
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = errorCode(cause) ?? String(cause);
    throw new UsageError(`Cannot read the key ${printable(path, 300)} (${why}).`, { cause });
  }
}
