import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, symlink, truncate, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NothingGradableError } from '../../grader/errors.ts';
import { CONTRACT, SOLUTION, handIn, noted, paths, stage, temporaryFolder, writeTree } from './hand-in.ts';

async function fingerprintOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const lines = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs, size } = await stat(path);
    return `${path} ${mtimeMs} ${size} ${entry.isFile() ? await readFile(path, 'utf8') : ''}`;
  });
  return (await Promise.all(lines)).toSorted().join('\n');
}

describe('what is staged', () => {
  test('the TypeScript of src and tests is copied and the hand-in stays as it was', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/deep/er/part.ts': 'export const a = 1;\n',
      'src/types.d.ts': 'declare const b: 2;\n',
      'tests/store.test.ts': 'export {};\n',
    });
    const before = await fingerprintOf(source);
    const submission = await stage(source);
    expect(await fingerprintOf(source)).toBe(before);
    expect(submission.notes).toEqual([]);
    expect(paths(submission)).toEqual([
      'src/deep/er/part.ts',
      'src/idempotency-store.ts',
      'src/payment-processor.ts',
      'src/types.d.ts',
      'tests/store.test.ts',
    ]);
    const staged = await readFile(join(submission.stagedRoot, 'src/deep/er/part.ts'));
    expect(staged.toString()).toBe('export const a = 1;\n');
    expect(submission.files[0]).toEqual({
      path: 'src/deep/er/part.ts',
      bytes: staged.byteLength,
      sha256: `sha256:${createHash('sha256').update(staged).digest('hex')}`,
    });
  });

  test('configuration, lock files, dot files and node_modules are left behind without a word', async () => {
    const source = await handIn({
      ...SOLUTION,
      'package.json': '{"type":"commonjs"}',
      'tsconfig.json': '{}',
      'eslint.config.js': 'process.exit(9)',
      'vitest.config.ts': 'process.exit(9)',
      'README.md': '# mine',
      '.git/config': '[core]\n\tfsmonitor = touch /tmp/never',
      '.env': 'SECRET=1',
      'node_modules/left/index.ts': 'export {};',
      'src/.DS_Store': 'x',
    });
    const submission = await stage(source);
    expect(submission.notes).toEqual([]);
    expect((await readdir(submission.stagedRoot)).toSorted()).toEqual(['globals.d.ts', 'src']);
  });

  test('other files are left behind with a note', async () => {
    const source = await handIn({
      ...SOLUTION,
      'lib/more.ts': '',
      'src/old.js': '',
      'src/view.tsx': '',
      'src/.hidden.ts': '',
      'tests/node_modules/a.ts': '',
      'tests/data.json': '{}',
      'Src/x.ts': '',
    });
    const submission = await stage(source);
    expect(paths(submission)).toEqual(Object.keys(SOLUTION));
    expect(noted(submission)).toEqual([
      'ignored Src',
      'ignored lib',
      'ignored src/.hidden.ts',
      'ignored src/old.js',
      'ignored src/view.tsx',
      'ignored tests/data.json',
      'ignored tests/node_modules',
    ]);
  });

  test('tests beside the sources are skipped, but not what is only called like one', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/deep/store.test.ts': "import { expect, it } from 'vitest';\n",
      'src/store.spec.ts': 'import {it} from"vitest"\n',
      'src/retry.spec.ts': 'export const spec = 1;\n',
      'src/helpers.ts': "import { expect } from 'vitest';\n",
    });
    const submission = await stage(source);
    expect(noted(submission)).toEqual(['skipped src/deep/store.test.ts', 'skipped src/store.spec.ts']);
    expect(paths(submission)).toEqual(
      expect.arrayContaining(['src/helpers.ts', 'src/idempotency-store.ts', 'src/retry.spec.ts']),
    );
    expect(paths(submission)).not.toContain('src/store.spec.ts');
  });

  test('the id is the printable name of the folder, also for "."', async () => {
    const source = join(await temporaryFolder(), 'ann\u202e ko');
    await writeTree(source, SOLUTION);
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(source);
    expect((await stage('.')).id).toBe('ann\\u{202e} ko');
  });
});

describe('what is never opened', () => {
  test('links, FIFOs and sockets are skipped with a note, and staging does not wait for them', async () => {
    const source = await handIn({ ...SOLUTION, 'outside.txt': 'secret' });
    await symlink('/etc/hostname', join(source, 'src/host.ts'));
    await symlink('/', join(source, 'src/root'));
    await symlink('src', join(source, 'tests'));
    execFileSync('mkfifo', [join(source, 'src/pipe.ts')]);
    const server = createServer().listen(join(source, 'src/socket.ts'));
    onTestFinished(() => void server.close());
    const submission = await stage(source);
    expect(paths(submission)).toEqual(Object.keys(SOLUTION));
    expect(noted(submission)).toEqual([
      'ignored outside.txt',
      'skipped src/host.ts',
      'skipped src/pipe.ts',
      'skipped src/root',
      'skipped src/socket.ts',
      'skipped tests',
    ]);
  });

  test('an entry file that is a link is missing', async () => {
    const source = await handIn(SOLUTION);
    await rm(join(source, 'src/idempotency-store.ts'));
    await symlink('payment-processor.ts', join(source, 'src/idempotency-store.ts'));
    expect(noted(await stage(source))).toEqual([
      'missing-entry src/idempotency-store.ts',
      'skipped src/idempotency-store.ts',
    ]);
  });

  test('a src that is a link is an error', async () => {
    const source = await temporaryFolder();
    await symlink(await handIn(SOLUTION), join(source, 'src'));
    await expect(stage(source)).rejects.toThrow(/symbolic link/u);
    await expect(stage(source)).rejects.toBeInstanceOf(NothingGradableError);
  });

  test('a path that reads like a message of the compiler is skipped', async () => {
    const source = await handIn({
      ...SOLUTION,
      "src/a.ts(1,1): error TS2307: 'node:fs' b.ts": '',
      'src/a (1,2).ts': '',
    });
    const submission = await stage(source);
    expect(paths(submission)).toEqual([...Object.keys(SOLUTION), 'src/a (1,2).ts'].toSorted());
    expect(noted(submission)).toEqual(["skipped src/a.ts(1,1): error TS2307: 'node:fs' b.ts"]);
  });

  test('names with control or bidirectional characters are skipped and shown escaped', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/a\u0007b.ts': '',
      'src/evil\u202Est.ts': '',
      'src/back\\slash.ts': '',
    });
    const submission = await stage(source);
    expect(paths(submission)).toEqual(Object.keys(SOLUTION));
    expect(noted(submission)).toEqual([
      'skipped src/a\\u{7}b.ts',
      'skipped src/back\\slash.ts',
      'skipped src/evil\\u{202e}st.ts',
    ]);
  });

  test('a name that is not UTF-8 is skipped', async () => {
    const source = await handIn(SOLUTION);
    const name = Buffer.concat([Buffer.from(`${source}/src/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]);
    writeFileSync(name, '');
    expect(noted(await stage(source))).toEqual(['skipped src/caf\uFFFD.ts']);
  });
});

describe('caps', () => {
  test('a folder with 10,000 files ends with the cap in the message', async () => {
    const source = await handIn(SOLUTION);
    await mkdir(join(source, 'src/many'));
    for (let index = 0; index < 10_000; index++) writeFileSync(join(source, `src/many/${index}.txt`), '');
    await expect(stage(source)).rejects.toThrow(/more than 2,000 files and folders/u);
  });

  test('200 files are graded and 201 are not', async () => {
    const tree: Record<string, string | Uint8Array> = { ...SOLUTION };
    for (let index = 0; index < 198; index++) tree[`tests/t${index}.test.ts`] = '';
    const source = await handIn(tree);
    expect(paths(await stage(source))).toHaveLength(200);
    await writeTree(source, { 'tests/one-more.test.ts': '' });
    await expect(stage(source)).rejects.toThrow(/201 TypeScript files .* at most 200/u);
    await expect(stage(source)).rejects.toBeInstanceOf(NothingGradableError);
  });

  test('a file of 256 KiB is staged, a larger one and a sparse giant are skipped', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/full.ts': ' '.repeat(256 * 1024),
      'src/over.ts': ' '.repeat(256 * 1024 + 1),
      'src/giant.ts': '',
    });
    await truncate(join(source, 'src/giant.ts'), 2 ** 40);
    const submission = await stage(source);
    expect(paths(submission)).toContain('src/full.ts');
    expect(noted(submission)).toEqual(['skipped src/giant.ts', 'skipped src/over.ts']);
  });

  test('more than 2 MiB in all is an error', async () => {
    const tree: Record<string, string | Uint8Array> = { ...SOLUTION };
    for (let index = 0; index < 8; index++) tree[`src/big${index}.ts`] = ' '.repeat(256 * 1024);
    await expect(stage(await handIn(tree))).rejects.toThrow(/more than 2,048 KiB/u);
  });

  test('folders deeper than eight and paths longer than 200 are skipped', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/2/3/4/5/6/7/8/in.ts': '',
      'src/2/3/4/5/6/7/8/9/out.ts': '',
      [`src/${'x'.repeat(193)}.ts`]: '',
      [`src/${'y'.repeat(194)}.ts`]: '',
    });
    const submission = await stage(source);
    expect(paths(submission)).toContain('src/2/3/4/5/6/7/8/in.ts');
    expect(paths(submission)).toContain(`src/${'x'.repeat(193)}.ts`);
    expect(submission.files).toHaveLength(4);
    expect(submission.notes.map((note) => note.message)).toEqual([
      'It lies deeper than 8 folders.',
      'Its path is longer than 200 characters.',
    ]);
  });

  test('notes are capped, and what costs rules is always among them', async () => {
    const tree: Record<string, string> = { 'src/payment-processor.ts': '', 'src/contract.ts': '// mine' };
    for (let index = 0; index < 300; index++) tree[`src/a${index}.txt`] = '';
    const submission = await stage(await handIn(tree));
    expect(submission.notes).toHaveLength(50);
    expect(noted(submission)).toContain('missing-entry src/idempotency-store.ts');
    expect(noted(submission)).toContain('given-file-changed src/contract.ts');
    expect(submission.notes.at(-1)?.message).toMatch(/^253 more/u);
  });
});

describe('given files', () => {
  test('are restored when missing, without a note, and do not count as handed in', async () => {
    const submission = await stage(await handIn(SOLUTION));
    expect(await readFile(join(submission.stagedRoot, 'src/contract.ts'), 'utf8')).toBe(CONTRACT);
    expect(await readFile(join(submission.stagedRoot, 'globals.d.ts'), 'utf8')).toBe('declare const queue: 1;\n');
    expect(submission.notes).toEqual([]);
    expect(paths(submission)).toEqual(Object.keys(SOLUTION));
  });

  test('with other line endings or a byte order mark are no edit', async () => {
    const source = await handIn({ ...SOLUTION, 'src/contract.ts': `\uFEFF${CONTRACT.replaceAll('\n', '\r\n')}` });
    const submission = await stage(source);
    expect(submission.notes).toEqual([]);
    expect(await readFile(join(submission.stagedRoot, 'src/contract.ts'), 'utf8')).toBe(CONTRACT);
  });

  test('that were edited are noted and graded as given, in and outside src', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/contract.ts': CONTRACT.replace('255', '9'),
      'globals.d.ts': 'declare const queue: any;\n',
    });
    const submission = await stage(source);
    expect(noted(submission)).toEqual(['given-file-changed globals.d.ts', 'given-file-changed src/contract.ts']);
    expect(await readFile(join(submission.stagedRoot, 'src/contract.ts'), 'utf8')).toBe(CONTRACT);
  });

  test('that are a link are noted and never followed', async () => {
    const source = await handIn(SOLUTION);
    await symlink('/dev/zero', join(source, 'globals.d.ts'));
    expect(noted(await stage(source))).toEqual(['given-file-changed globals.d.ts']);
  });
});

describe('encodings', () => {
  test('CRLF and a byte order mark are staged as they are, without a note', async () => {
    const text = '\uFEFFexport const a = 1;\r\n';
    const submission = await stage(await handIn({ ...SOLUTION, 'src/windows.ts': text }));
    expect(submission.notes).toEqual([]);
    expect(await readFile(join(submission.stagedRoot, 'src/windows.ts'), 'utf8')).toBe(text);
  });

  test('UTF-16 and binary files are skipped, a stray Latin-1 byte is not', async () => {
    const source = await handIn({
      ...SOLUTION,
      'src/utf16le.ts': Buffer.from('\uFEFFexport {};', 'utf16le'),
      'src/utf16be.ts': Buffer.from('\uFEFF漢字', 'utf16le').swap16(),
      'src/binary.ts': Buffer.from([0x61, 0, 0x62]),
      'src/latin1.ts': Buffer.from('// caf\u00e9\n', 'latin1'),
    });
    const submission = await stage(source);
    expect(paths(submission)).toContain('src/latin1.ts');
    expect(noted(submission)).toEqual([
      'skipped src/binary.ts',
      'ignored src/latin1.ts',
      'skipped src/utf16be.ts',
      'skipped src/utf16le.ts',
    ]);
    expect(submission.notes[2]?.message).toMatch(/UTF-16/u);
  });
});

describe('the tree hash', () => {
  test('is the same for the same files wherever and whenever they were written', async () => {
    const first = await handIn({ ...SOLUTION, 'tests/a.test.ts': '1', 'README.md': 'x' });
    const second = await handIn({ 'tests/a.test.ts': '1', ...SOLUTION });
    await utimes(join(second, 'tests/a.test.ts'), 1, 1);
    const hashes = [(await stage(first)).treeHash, (await stage(second)).treeHash];
    expect(hashes[0]).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(hashes[1]).toBe(hashes[0]);
    expect(basename(first)).not.toBe(basename(second));
  });

  test('changes with a content, a name, and where one file ends and the next begins', async () => {
    const trees = [
      { 'tests/a.ts': 'x', 'tests/b.ts': 'y' },
      { 'tests/a.ts': 'x', 'tests/b.ts': 'z' },
      { 'tests/a.ts': 'x', 'tests/c.ts': 'y' },
      { 'tests/a.ts': 'x10:tests/b.ts1:y' },
      { 'tests/a.ts': '', 'tests/b.ts': 'xy' },
    ];
    const hashes = await Promise.all(
      trees.map(async (tree) => (await stage(await handIn({ ...SOLUTION, ...tree }))).treeHash),
    );
    expect(new Set(hashes).size).toBe(trees.length);
  });

  test('is pinned: reports of different kit versions can be compared by it', async () => {
    const { treeHash } = await stage(await handIn(SOLUTION));
    const expected = createHash('sha256');
    for (const [path, content] of Object.entries(SOLUTION).toSorted()) {
      expected.update(`${path.length}:${path}${content.length}:${String(content)}`);
    }
    expect(treeHash).toBe(`sha256:${expected.digest('hex')}`);
  });
});

test('a name whose letters were stored in two pieces is staged as imports have it', async () => {
  const name = 'prüfen'.normalize('NFD');
  const composed = name.normalize('NFC');
  const tree = { ...SOLUTION, [`src/${name}.ts`]: 'export {};\n' };
  const imported = await stage(await handIn({ ...tree, 'src/more.ts': `import './${composed}.ts';\n` }));
  expect(paths(imported)).toContain(`src/${composed}.ts`);
  expect(await readFile(join(imported.stagedRoot, `src/${composed}.ts`), 'utf8')).toBe('export {};\n');
  const asStored = await stage(await handIn({ ...tree, 'src/more.ts': `import './${name}.ts';\n` }));
  expect(paths(asStored)).toContain(`src/${name}.ts`);
  const both = await stage(await handIn({ ...tree, [`src/${composed}.ts`]: '' }));
  expect(paths(both)).toEqual(expect.arrayContaining([`src/${name}.ts`, `src/${composed}.ts`]));
});

test('an entry file that differs in capital letters is named', async () => {
  const { 'src/payment-processor.ts': processor = '' } = SOLUTION;
  const one = await stage(await handIn({ 'src/Idempotency-Store.ts': '', 'src/payment-processor.ts': processor }));
  expect(one.notes).toContainEqual({
    kind: 'missing-entry',
    path: 'src/idempotency-store.ts',
    message: 'It was handed in as src/Idempotency-Store.ts: the rules that need it cannot be met.',
  });
  const none = stage(await handIn({ 'Src/payment-processor.ts': processor }));
  await expect(none).rejects.toThrow('There is Src/payment-processor.ts: rename it, capital letters count.');
});
