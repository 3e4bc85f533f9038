import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stageSubmission } from '../../grader/submission/stage-submission.ts';
import type { Submission } from '../../grader/model/submission.ts';

export type Tree = Readonly<Record<string, string | Uint8Array>>;

export const CONTRACT = 'export interface Store {}\nexport const LIMIT = 255;\n';

/** The least that can be graded. */
export const SOLUTION: Tree = {
  'src/idempotency-store.ts': 'export const createIdempotencyStore = () => ({});\n',
  'src/payment-processor.ts': 'export const createPaymentProcessor = () => ({});\n',
};

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kit-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeTree(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

export async function handIn(tree: Tree): Promise<string> {
  const root = await temporaryFolder();
  await writeTree(root, tree);
  return root;
}

/** Stages `source` for a challenge with two given files, one of them outside `src/`. */
export async function stage(source: string): Promise<Submission> {
  const skeletonRoot = await handIn({ 'src/contract.ts': CONTRACT, 'globals.d.ts': 'declare const queue: 1;\n' });
  return stageSubmission({
    source,
    challenge: {
      id: 'sample',
      entry: { store: 'src/idempotency-store.ts', processor: 'src/payment-processor.ts' },
      givenFiles: ['src/contract.ts', 'globals.d.ts'],
      skeletonRoot,
    },
    into: await temporaryFolder(),
  });
}

/** `kind path` of each note. */
export function noted(submission: Submission): readonly string[] {
  return submission.notes.map((note) => `${note.kind} ${note.path}`);
}

export function paths(submission: Submission): readonly string[] {
  return submission.files.map((file) => file.path);
}
