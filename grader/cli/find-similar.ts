import { loadChallenge } from '../challenge/load-challenge.ts';
import type { FingerprintedFile, FingerprintedSubmission, Similarity } from '../report/similarity/similar-pairs.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { handInsIn, readSources } from './read-submissions.ts';

/** How many pairs somebody can be expected to read. */
const TOP = 10;

/** The pairs of hand-ins in a folder that have most code in common; what stands in the skeleton does not count. */
export async function findSimilar(folder: string, challengeId: string): Promise<Similarity> {
  // The scanner is part of a compiler, which takes a while to load.
  const { fingerprintSource } = await import('../report/similarity/fingerprint-source.ts');
  const { similarPairs } = await import('../report/similarity/similar-pairs.ts');
  const challenge = await loadChallenge(KIT_ROOT, challengeId);
  const fingerprints = async (root: string): Promise<readonly FingerprintedFile[]> =>
    (await readSources(root, challenge)).map(({ path, text }) => ({ path, fingerprints: fingerprintSource(text) }));
  const skeleton = await fingerprints(challenge.skeletonRoot);
  const given = new Set(skeleton.flatMap((file) => file.fingerprints.map(({ hash }) => hash)));
  const submissions: FingerprintedSubmission[] = [];
  for (const { name, path } of await handInsIn(folder)) {
    const files = await fingerprints(path);
    if (files.length > 0) submissions.push({ id: name, files });
  }
  return similarPairs(submissions, given, TOP);
}
