/** Small submissions for tests, written to a folder of their own. */

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';

const REFERENCE = join(KIT_ROOT, 'reference/idempotent-payments');

/** A new empty folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grade-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The reference's sources with some files replaced: `{ 'src/idempotency-store.ts': '…' }`. */
export async function submissionLikeReference(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(await temporaryFolder(), 'submission');
  await mkdir(folder);
  await cp(join(REFERENCE, 'src'), join(folder, 'src'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}
