import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ChallengeError } from '../../grader/errors.ts';
import { restoreGivenFiles } from '../../grader/submission/restore-given-files.ts';
import { folderTree } from '../../grader/submission/source-tree.ts';
import { handIn, temporaryFolder } from './hand-in.ts';

const entry = { store: 'src/store.ts', processor: 'src/processor.ts' };

test('a given file that is reached through a link counts as changed, wherever the link leads', async () => {
  const given = { 'types/api.d.ts': 'export {};\n' };
  const skeletonRoot = await handIn(given);
  const source = await temporaryFolder();
  await symlink(join(await handIn(given), 'types'), join(source, 'types'));
  const into = await temporaryFolder();
  const challenge = { id: 'sample', entry, givenFiles: ['types/api.d.ts'], skeletonRoot };
  const notes = await restoreGivenFiles(folderTree(source), challenge, into);
  expect(notes).toMatchObject([{ kind: 'given-file-changed', path: 'types/api.d.ts' }]);
  expect(await readFile(join(into, 'types/api.d.ts'), 'utf8')).toBe('export {};\n');
});

test('a folder in the place of a given file counts as changed', async () => {
  const skeletonRoot = await handIn({ 'api.d.ts': '' });
  const source = await temporaryFolder();
  await mkdir(join(source, 'api.d.ts'));
  const challenge = { id: 'sample', entry, givenFiles: ['api.d.ts'], skeletonRoot };
  expect(await restoreGivenFiles(folderTree(source), challenge, await temporaryFolder())).toHaveLength(1);
});

test('a given file that the challenge itself lacks is an error of the challenge', async () => {
  const challenge = { id: 'sample', entry, givenFiles: ['api.d.ts'], skeletonRoot: await temporaryFolder() };
  const restoring = restoreGivenFiles(folderTree(await handIn({})), challenge, await temporaryFolder());
  await expect(restoring).rejects.toThrow(/sample gives api\.d\.ts, which is not in/u);
  await expect(restoring).rejects.toBeInstanceOf(ChallengeError);
});
