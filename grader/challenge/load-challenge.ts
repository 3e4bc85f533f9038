/** Loads a challenge pack and refuses one that contradicts itself: disk -> Challenge. */

import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { ChallengeError, UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import { hashChallenge, hashSuites, isSuite } from './hash-challenge.ts';
import type { HashedFile } from './hash-challenge.ts';
import { loadOwnTests } from './load-own-tests.ts';
import { parseManifest } from './parse-manifest.ts';

/**
 * The challenge `id` of the kit in `kitRoot`, checked and hashed. Rejects with a `UsageError` for an unknown id and with
 * a `ChallengeError` for everything that is wrong with the pack.
 */
export async function loadChallenge(kitRoot: string, id: string): Promise<Challenge> {
  const known = await listChallenges(kitRoot);
  if (!known.includes(id)) throw new UsageError(unknownChallenge(id, known));
  const root = path.resolve(kitRoot, 'challenges', id);
  const skeletonRoot = path.resolve(kitRoot, 'skeleton', id);
  const where = path.posix.join('challenges', id);

  const source = await readPackFile(path.join(root, 'challenge.json'), `${where}/challenge.json`);
  const manifest = parseManifest(source.toString('utf8'), `${where}/challenge.json`);
  if (manifest.id !== id) {
    throw new ChallengeError(`${where}/challenge.json: id: ${JSON.stringify(manifest.id)} is not the folder's name`);
  }
  const hidden = await readTree(path.join(root, 'suites'), `${where}/suites`);
  const suites = hidden.filter(isSuite);
  if (suites.length === 0) throw new ChallengeError(`${where}/suites: there is no *.suite.ts`);
  const given = await Promise.all(
    manifest.givenFiles.map(async (file) => ({
      name: `skeleton/${file}`,
      content: await readPackFile(path.join(skeletonRoot, file), `skeleton/${id}/${file}`),
    })),
  );

  const referenceRoot = path.resolve(kitRoot, 'reference', id);
  const ownTests = await loadOwnTests({ manifest, root, referenceRoot, skeletonRoot, where });

  return {
    ...manifest,
    hash: hashChallenge([{ name: 'challenge.json', content: source }, ...hidden, ...given, ...ownTests.files]),
    root,
    skeletonRoot,
    referenceRoot,
    ownTestsPlan: ownTests.plan,
    suites: suites.map(({ name }) => path.join(root, name)),
    suiteHashes: hashSuites(hidden),
  };
}

/** The ids of the kit's challenges, sorted; empty where there are none. */
export async function listChallenges(kitRoot: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(kitRoot, 'challenges'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

function unknownChallenge(id: string, known: readonly string[]): string {
  const nearest = nearestName(id, known);
  const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
  const list = known.length === 0 ? 'this kit has none' : `known are: ${known.join(', ')}`;
  return `There is no challenge ${JSON.stringify(printable(id, 60))}; ${list}.${hint}`;
}

async function readPackFile(file: string, where: string): Promise<Buffer> {
  const stats = await lstat(file).catch(() => null);
  if (stats === null) throw new ChallengeError(`${where}: the file is missing`);
  if (!stats.isFile()) throw new ChallengeError(`${where}: expected a regular file`);
  return readFile(file);
}

/** Every file below the suites folder, sorted by name. Links are refused: the hash would not cover what they lead to. */
async function readTree(folder: string, where: string): Promise<readonly HashedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) throw new ChallengeError(`${where}: the folder is missing`);
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  return Promise.all(
    files.map(async (name) => ({
      name: `suites/${name}`,
      content: await readPackFile(path.join(folder, name), `${where}/${name}`),
    })),
  );
}
