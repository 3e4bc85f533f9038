import { isUtf8 } from 'node:buffer';
import type { StagingNote } from '../model/submission.ts';

/**
 * What a reader should know about a source file's bytes, or `null`. UTF-16 and binary files are skipped: tools disagree on
 * what they say. A file that is UTF-8 but for a few bytes is graded, and every tool reads those bytes as U+FFFD.
 */
export function contentNote(path: string, bytes: Buffer): StagingNote | null {
  const first = bytes.subarray(0, 2).toString('hex');
  if (first === 'fffe' || first === 'feff') {
    return { kind: 'skipped', path, message: 'It is saved as UTF-16; sources must be UTF-8.' };
  }
  if (bytes.includes(0)) {
    return { kind: 'skipped', path, message: 'It has NUL bytes (binary, or UTF-16); sources must be UTF-8 text.' };
  }
  if (!isUtf8(bytes)) {
    return { kind: 'ignored', path, message: 'Its bytes that are not UTF-8 are read as U+FFFD; the rest is graded.' };
  }
  return null;
}
