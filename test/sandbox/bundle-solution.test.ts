import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { bundleSolution } from '../../grader/sandbox/bundle-solution.ts';
import { submissionLikeReference } from '../support/submission-folder.ts';

const ENTRY = { store: 'src/idempotency-store.ts', processor: 'src/payment-processor.ts' };

function bundle(stagedRoot: string, allowedPackages: readonly string[] = []) {
  return bundleSolution({ stagedRoot, entry: ENTRY, allowedPackages, keepNames: true });
}

it('bundles files that import each other with .ts, .js or no ending', async () => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `
      import { a } from './deep/a.js';
      import { b } from './deep/b';
      export const createIdempotencyStore = () => a + b;`,
    'src/deep/a.ts': 'export const a = 1;',
    'src/deep/b.ts': `import { a } from '../deep/a.ts'; export const b = a + 1;`,
  });
  expect((await bundle(root)).problems).toEqual({});
});

it('takes the file that the compiler takes for an import of .js', async () => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `export { a } from './a.js'; export { b } from './b.jsx'; export { c } from './c.js';`,
    'src/a.ts': `export const a = 'checked';`,
    'src/a.js.ts': `export const a = 'behind its back';`,
    'src/b.ts': `export const b = 'checked';`,
    'src/b.jsx.ts': `export const b = 'behind its back';`,
    'src/c.js.ts': `export const c = 'alone';`,
  });
  const { code, problems } = await bundle(root);
  expect(problems).toEqual({});
  expect(code).not.toContain('behind its back');
  expect(code).toContain('alone');
});

it.each([
  ['a file outside', `import '../../outside.ts';`, 'leads out of the submission'],
  ['an absolute path', `import '/etc/passwd';`, 'not available'],
  ['a module of Node', `import 'node:fs';`, 'the package "node:fs" is not available'],
  ['a package of the kit', `import 'zod';`, 'the package "zod" is not available'],
  ['a dynamic import', `export const x = import('./contract.ts');`, 'dynamic imports'],
  [
    'a glob of dynamic imports',
    'export const x = (n: string) => import(`../../${n}.ts`);',
    'leads out of the submission',
  ],
  [
    'an import as text',
    `import text from './contract.ts' with { type: 'text' };\nexport { text };`,
    'import attributes',
  ],
  ['a required file', `declare const require: any; require('../../outside.ts');`, 'leads out of the submission'],
])('refuses %s and leaves the other parts usable', async (_what, code, message) => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `${code}\nexport const createIdempotencyStore = () => ({});`,
  });
  await writeFile(join(root, '..', 'outside.ts'), 'export {};');
  const { problems } = await bundle(root);
  expect(problems.store).toContain(message);
  expect(Object.keys(problems)).toEqual(['store']);
});

it('says where an import and its file differ in capital letters, in the same words in every folder', async () => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `export { a as createIdempotencyStore } from './limits.ts';`,
    'src/Limits.ts': 'export const a = () => 1;',
  });
  expect((await bundle(root)).problems).toEqual({
    store: 'src/idempotency-store.ts:1:45: "./limits.ts" has other capital letters than the name of its file',
  });
});

it('refuses a symlink that leads out', async () => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `import './link/secret.ts'; export const createIdempotencyStore = () => ({});`,
  });
  await mkdir(join(root, '..', 'outside'));
  await writeFile(join(root, '..', 'outside', 'secret.ts'), 'export {};');
  await symlink(join(root, '..', 'outside'), join(root, 'src', 'link'));
  expect((await bundle(root)).problems.store).toContain('leads out of the submission');
});

it('says where a part does not compile', async () => {
  const root = await submissionLikeReference({ 'src/payment-processor.ts': 'export const x = ;' });
  expect((await bundle(root)).problems).toEqual({ processor: 'src/payment-processor.ts:1:18: Unexpected ";"' });
});

it.each(['./a.d', './a.d.js', './a.d.ts', './b.d.x'])('runs nothing of the declaration file %s', async (specifier) => {
  const root = await submissionLikeReference({
    'src/idempotency-store.ts': `import run from '${specifier}';\nexport const createIdempotencyStore = () => run();`,
    'src/a.d.ts': `export default () => 'unchecked code';`,
    'src/b.d.x.ts': `export default () => 'unchecked code';`,
  });
  expect((await bundle(root)).code).not.toContain('unchecked code');
});

async function bundleNested(depth: number) {
  const code = `export const f = (x: unknown): unknown => ${'f('.repeat(depth)}1${')'.repeat(depth)};`;
  return bundle(await submissionLikeReference({ 'src/idempotency-store.ts': code }));
}

it.each([4_000, 30_000])('says that calls %d deep are nested too deeply', async (depth) => {
  expect((await bundleNested(depth)).problems).toEqual({ store: 'the sources are nested too deeply' });
});

it('takes nothing that a subject with a little less stack could not read', async () => {
  let [deepest, tooDeep] = [100, 4_000];
  while (tooDeep - deepest > 20) {
    const depth = Math.floor((deepest + tooDeep) / 2);
    if ('store' in (await bundleNested(depth)).problems) tooDeep = depth;
    else deepest = depth;
  }
  const { code } = await bundleNested(deepest);
  const read = (frames: number): unknown => (frames > 0 ? read(frames - 1) : new Script(`() => {${code}}`));
  expect(() => read(300)).not.toThrow();
});

it('says which file is missing', async () => {
  const root = await submissionLikeReference({ 'src/idempotency-store.ts': '' });
  const missing = { ...ENTRY, store: 'src/nowhere.ts' };
  const { problems } = await bundleSolution({ stagedRoot: root, entry: missing, allowedPackages: [], keepNames: true });
  expect(problems.store).toBe('src/nowhere.ts is missing');
});
