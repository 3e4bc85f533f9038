import { readFile, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { expect, test } from 'vitest';
import { NothingGradableError, UsageError } from '../../grader/errors.ts';
import { CAPS } from '../../grader/submission/caps.ts';
import { CONTRACT, SOLUTION, handIn, noted, paths, stage, temporaryFolder, writeTree } from './hand-in.ts';
import { zipOf } from './write-zip.ts';
import type { ZipEntry } from './write-zip.ts';

const TREE = { ...SOLUTION, 'src/contract.ts': CONTRACT, 'tests/a.test.ts': '// ü\n', 'README.md': '# Mine\n' };

function entriesOf(tree: Readonly<Record<string, string | Uint8Array>>, below = ''): readonly ZipEntry[] {
  return Object.entries(tree).map(([path, content]) => ({ name: `${below}${path}`, content: content.toString() }));
}

/** A file called `name` in a folder of its own. */
async function fileCalled(name: string, content: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

const zipped = (entries: readonly ZipEntry[], name = 'alice.zip') => fileCalled(name, zipOf(entries));

/** `tree`, archived as `tar czf` does it from above its folder, under the name of the file without its ending. */
async function tarred(name: string, tree: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const above = await temporaryFolder();
  await writeTree(join(above, 'alice'), tree);
  const file = join(await temporaryFolder(), name);
  await create({ file, cwd: above, gzip: !name.endsWith('.tar') }, ['alice']);
  return file;
}

async function failure(source: string): Promise<unknown> {
  return stage(source).catch((error: unknown) => error);
}

test.each(['alice.zip', 'alice.ZIP', 'alice.tar.gz', 'alice.tgz', 'alice.tar'])(
  'an archive is staged as the folder in it would be: %s',
  async (name) => {
    const archive = /zip$/iu.test(name) ? await zipped(entriesOf(TREE, 'alice/'), name) : await tarred(name, TREE);
    const above = await temporaryFolder();
    await writeTree(join(above, 'alice'), TREE);
    const [packed, folder] = [await stage(archive), await stage(join(above, 'alice'))];
    expect(packed).toEqual({ ...folder, source: archive, stagedRoot: packed.stagedRoot });
    expect(packed.id).toBe('alice');
    for (const path of paths(packed))
      expect(await readFile(join(packed.stagedRoot, path), 'utf8')).toBe(
        await readFile(join(folder.stagedRoot, path), 'utf8'),
      );
    expect(await readdir(join(archive, '..'))).toEqual([name]);
  },
);

test('a project at the top of an archive is taken too, and what systems and editors put beside it says nothing', async () => {
  const extra = [
    { name: '__MACOSX/src/._idempotency-store.ts', content: 'x' },
    { name: 'src/.DS_Store', content: 'x' },
    { name: './node_modules/thing/src/index.ts', content: 'x' },
    { name: 'node_modules/thing/src/idempotency-store.ts', content: 'x' },
    { name: '.git/config', content: 'x' },
  ];
  const staged = await stage(await zipped([...extra, ...entriesOf(TREE)]));
  expect(paths(staged)).toEqual(['src/idempotency-store.ts', 'src/payment-processor.ts', 'tests/a.test.ts']);
  expect(noted(staged)).toEqual([]);
});

test('links, devices, other files and files that are too large are noted as those of a folder are', async () => {
  const large = 'x'.repeat(CAPS.fileBytes + 1);
  const archive = await zipped([
    ...entriesOf(TREE),
    { name: 'src/link.ts', content: '/etc/passwd', mode: 0o120777 },
    { name: 'src/pipe.ts', mode: 0o010644 },
    { name: 'src/large.ts', content: large },
    { name: 'src/data.json', content: '{}' },
    { name: 'src/node_modules/a.ts', content: '' },
    { name: 'src/deep\u202e.ts', content: '' },
  ]);
  expect(noted(await stage(archive))).toEqual([
    'ignored src/data.json',
    'skipped src/deep\\u{202e}.ts',
    'skipped src/large.ts',
    'skipped src/link.ts',
    'ignored src/node_modules',
    'skipped src/pipe.ts',
  ]);
  const above = await temporaryFolder();
  await writeTree(join(above, 'alice'), { ...TREE, 'src/large.ts': large });
  await symlink('/etc/passwd', join(above, 'alice/src/link.ts'));
  const file = join(above, 'alice.tgz');
  await create({ file, cwd: above, gzip: true }, ['alice']);
  expect(noted(await stage(file))).toEqual(['skipped src/large.ts', 'skipped src/link.ts']);
});

test('of two files of one name the last counts, as for whoever unpacks them', async () => {
  const staged = await stage(
    await zipped([...entriesOf(TREE), { name: 'src/idempotency-store.ts', content: 'export const last = 1;\n' }]),
  );
  expect(await readFile(join(staged.stagedRoot, 'src/idempotency-store.ts'), 'utf8')).toContain('last');
});

test('an archive of several hand-ins, or of none, says so', async () => {
  const several = await zipped(['alice/', 'bob/'].flatMap((name) => entriesOf(SOLUTION, name)));
  expect(await failure(several)).toMatchObject({
    message: expect.stringContaining('It holds 2 hand-ins: unpack it, and grade them all with: grade batch'),
  });
  expect(await failure(await zipped([{ name: 'README.md' }]))).toBeInstanceOf(NothingGradableError);
});

test.each<[why: string, make: () => Promise<string>]>([
  ['leads out of it', async () => tarWith('../../evil.ts')],
  ['leads out of it', async () => tarWith('/tmp/evil.ts')],
  ['invalid relative path', async () => zipped([...entriesOf(SOLUTION), { name: '../evil.ts' }])],
  ['absolute path', async () => zipped([...entriesOf(SOLUTION), { name: '/tmp/evil.ts' }])],
  ['it is encrypted', async () => zipped([{ name: 'src/a.ts', content: 'x', isEncrypted: true }])],
  ['cannot be unpacked', async () => fileCalled('alice.zip', Buffer.from('no zip'))],
  ['cannot be unpacked', async () => fileCalled('alice.zip', Buffer.alloc(0))],
  ['cannot be unpacked', async () => fileCalled('alice.tgz', Buffer.from('no tar'.repeat(500)))],
  ['cannot be unpacked', async () => fileCalled('alice.tar.gz', gzipSync('no tar'.repeat(500)))],
  ['it is no tar', async () => fileCalled('alice.tgz', gzipSync(gzipSync(Buffer.alloc(10_240))))],
  ['cannot be unpacked', async () => cutShort('alice.tgz')],
  ['cannot be unpacked', async () => cutShort('alice.tar')],
  ['TypeScript', async () => zipped(manyLarge())],
])('what cannot be unpacked says why: %s', async (why, make) => {
  const error = await failure(await make());
  expect(error).toBeInstanceOf(NothingGradableError);
  expect(error).toMatchObject({ message: expect.stringContaining(why) });
});

test('a file that is no archive is a usage error, which names those that are', async () => {
  const error = await failure(await fileCalled('alice.rar', Buffer.from('')));
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ message: expect.stringContaining('.zip, .tar.gz, .tgz or .tar') });
});

test('a tar that comes to far more than a project is left alone within seconds', async () => {
  const bomb = gzipSync(Buffer.alloc(1024 * 1024), { level: 9 });
  // Members of one gzip file follow one another.
  const path = await fileCalled(
    'alice.tgz',
    Buffer.concat([await headOf(2 ** 31), ...Array.from({ length: 1_100 }, () => bomb)]),
  );
  expect(await failure(path)).toMatchObject({ message: expect.stringContaining('more than 1 GiB') });
});

/** A gzip with the header of a file of so many bytes. */
async function headOf(bytes: number): Promise<Buffer> {
  const file = await tarWith('src/large.bin');
  const header = (await readFile(file)).subarray(0, 512);
  header.write(`${bytes.toString(8).padStart(11, '0')} `, 124, 'latin1');
  header.write('        ', 148, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return gzipSync(header);
}

async function tarWith(path: string): Promise<string> {
  const above = await handIn(SOLUTION);
  await writeFile(join(above, 'evil'), '');
  const file = join(await temporaryFolder(), 'alice.tar');
  await create({ file, cwd: above, preservePaths: true, onWriteEntry: (entry) => (entry.path = path) }, ['evil']);
  return file;
}

async function cutShort(name: string): Promise<string> {
  const file = await tarred(name, { ...TREE, 'src/filler.ts': Array.from({ length: 9_000 }, (_, n) => n).join('\n') });
  await truncate(file, 9_000);
  return file;
}

/** Each of them small enough. */
function manyLarge(): readonly ZipEntry[] {
  const content = 'x'.repeat(CAPS.fileBytes);
  return Array.from({ length: 130 }, (_, index) => ({ name: `src/${index}.ts`, content }));
}
