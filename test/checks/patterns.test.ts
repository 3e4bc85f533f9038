import { relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPatterns } from '../../grader/checks/patterns/check-patterns.ts';
import { PATTERN_IDS, PATTERN_INFOS } from '../../grader/checks/patterns/pattern-infos.ts';
import { checkTypes } from '../../grader/checks/types/check-types.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import type { Finding } from '../../grader/model/evidence.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { readSnippets, type Snippet } from './fixtures/read-snippets.ts';
import { CHALLENGE, correctFolders, withStaged, withStagedFolder } from './fixtures/stage-sources.ts';

const flagged = readSnippets(new URL('./fixtures/patterns/flagged.txt', import.meta.url), 'flagged');
const allowed = readSnippets(new URL('./fixtures/patterns/allowed.txt', import.meta.url), 'allowed');
const DEADLINE_MS = 60_000;
/** A busy machine may take this long for it. */
const PATIENCE_MS = 600_000;

describe('a banned pattern', () => {
  let found: readonly Finding[] = [];
  beforeAll(async () => {
    // In batches, so that the cap on findings cuts nothing off.
    const batches = Array.from({ length: 3 }, (_, i) => flagged.filter((_snippet, at) => at % 3 === i));
    found = (await Promise.all(batches.map(patternsOf))).flat();
  }, PATIENCE_MS);

  it.each(flagged)('$patterns is found: $title', (snippet) => {
    expect(patternsIn(found, snippet)).toEqual(snippet.patterns);
  });

  it('of every kind has a snippet here', () => {
    const covered = new Set(flagged.flatMap(({ patterns }) => patterns));
    expect(PATTERN_IDS.filter((id) => !covered.has(id))).toEqual(['unreadable-source']);
  });
});

describe('ordinary code', () => {
  let found: readonly Finding[] = [];
  beforeAll(async () => {
    found = await patternsOf(allowed);
  }, PATIENCE_MS);

  it.each(allowed)('has no finding: $title', (snippet) => {
    expect(found.filter(({ file }) => file === snippet.path)).toEqual([]);
  });

  it('of these snippets passes the type check too', async () => {
    const evidence = await withStaged(filesOf(allowed), (stagedRoot) =>
      checkTypes({ stagedRoot, challenge: CHALLENGE, deadlineMs: DEADLINE_MS, signal: never() }),
    );
    expect(evidence).toEqual({ status: 'measured', findings: [] });
  });
});

it('a static field that is changed is one finding, at the field', { timeout: PATIENCE_MS }, async () => {
  const changes = ['Ids.#next += 1', 'Ids.next.n += 1', 'Ids.all.set(1, 1)', 'this.all.set(1, 1)'];
  const sources = changes.map((change, index) => [
    `src/${index}.ts`,
    `export class Ids {
      static #next = 0; static next = { n: Ids.#next }; static readonly all = new Map<number, number>();
      static change(): void { ${change}; }
    }`,
  ]);
  const found = findingsOf(await withStaged(Object.fromEntries(sources), (root) => check(root)));
  expect(found.map(({ rule, file, line }) => `${file}:${line} ${rule}`)).toEqual(
    changes.map((_change, index) => `src/${index}.ts:2 no-module-state`),
  );
});

describe('a comment', () => {
  const wrong = 'export const value: number = "text";\n';

  it.each([
    '// @TS-NOCHECK\n',
    '/// @Ts-NoCheck\n',
    '// @tS-nocheck: because\n',
    '// @ts-nochec\u{212a}\n',
    '/* x\u{2028}@ts-ignore */\n',
    '/* x\u{2029} * @ts-expect-error why */\n',
    '/* x\r@ts-ignore */\n',
    '/*\n x\r // @ts-ignore */\n',
    '// x\u{2028}// @ts-ignore\n',
    '//\u{a0}@ts-ignore\n',
    '///// @ts-ignore\n',
  ])('that a compiler obeys is found: %j', { timeout: PATIENCE_MS }, async (comment) => {
    const evidence = await withStaged({ 'src/a.ts': comment + wrong }, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule }) => rule)).toEqual(['no-ts-comment']);
  });

  it.each([
    '// @TS-IGNORE\n',
    '/* @TS-EXPECT-ERROR */\n',
    '/* x\u{2028}@ts-ignore\u{2028} */\n',
    '// The word @ts-nocheck is not obeyed here.\n',
    '// @ts-nocheck-not\n',
  ])('that no compiler obeys is none: %j', { timeout: PATIENCE_MS }, async (comment) => {
    const evidence = await withStaged({ 'src/a.ts': comment + wrong }, (root) => check(root));
    expect(findingsOf(evidence)).toEqual([]);
  });
});

describe('the correct solutions of the kit', () => {
  const folders = correctFolders().map((folder) => ({ name: relative(KIT_ROOT, folder), folder }));

  it.each(folders)('$name has no finding', { timeout: PATIENCE_MS }, async ({ folder }) => {
    const evidence = await withStagedFolder(folder, (root) => check(root));
    expect(evidence).toEqual({ status: 'measured', findings: [] });
  });
});

describe('the findings', () => {
  it('say what is there, why it matters and what to write instead', { timeout: PATIENCE_MS }, async () => {
    const source = 'export const f = (a: number, b: number): boolean =>\n  a == b;\n';
    const evidence = await withStaged({ 'src/deep/er/same.ts': source }, (root) => check(root));
    expect(evidence).toEqual({
      status: 'measured',
      findings: [
        {
          rule: 'no-loose-equality',
          severity: 'points',
          file: 'src/deep/er/same.ts',
          line: 2,
          column: 3,
          message: '`==` or `!=` converts its operands before it compares them; use `===` or `!==`.',
        },
      ],
    });
  });

  it('name the source that uses an `any`', { timeout: PATIENCE_MS }, async () => {
    const source =
      'export const f = (text: string): number => {\n  const read = JSON.parse(text);\n  return read.id;\n};\n';
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root));
    expect(findingsOf(evidence)).toMatchObject([{ rule: 'no-unchecked-any', line: 3 }]);
    expect(findingsOf(evidence)[0]?.message).toContain(' here in `read`, is used as if its type were known; take ');
  });

  it('stand where an `any` that was passed on is used', { timeout: PATIENCE_MS }, async () => {
    const source =
      "export function f(work: unknown): number[] {\n  if (typeof work !== 'function') return [];\n  const made = [work(), work()]; return made;\n}\n";
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root));
    expect(findingsOf(evidence)).toMatchObject([{ rule: 'no-unchecked-any', line: 3, column: 34 }]);
    expect(findingsOf(evidence)[0]?.message).toContain(', here in `return`, is used as if ');
  });

  it('call the `any` of a parameter without a type none of the library', { timeout: PATIENCE_MS }, async () => {
    const source = 'export const trimmed = (text) => `${text.trim()}`;\n';
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root));
    expect(findingsOf(evidence)[0]?.message).toMatch(
      /^An `any` that nobody wrote, .* or a parameter without a type, here in `text\.trim`, /,
    );
  });

  it('have the severity that the challenge sets', { timeout: PATIENCE_MS }, async () => {
    const challenge: Challenge = { ...CHALLENGE, patterns: { 'no-var': 'info' } };
    const source = 'export function f(): any { var a = 1; return a; }\n';
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root, challenge));
    expect(findingsOf(evidence).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['no-any', 'gate'],
      ['no-var', 'info'],
    ]);
  });

  it('come once for a line and pattern, in the order of their places', { timeout: PATIENCE_MS }, async () => {
    const files = {
      'src/b.ts': 'export const a: any = 1, b: any = 2;\nexport const c: any = 3;\n',
      'src/a.ts': 'export const a: any = 1; console.log(a == a);\n',
    };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule, file, line, column }) => `${file}:${line}:${column} ${rule}`)).toEqual([
      'src/a.ts:1:17 no-any',
      'src/a.ts:1:26 no-console',
      'src/a.ts:1:38 no-loose-equality',
      'src/b.ts:1:17 no-any',
      'src/b.ts:2:17 no-any',
    ]);
  });

  it('name the constant that another file changes', { timeout: PATIENCE_MS }, async () => {
    const files = {
      'src/a.ts': 'export const limit = 3;\nexport const records = new Map<string, number>();\n',
      'src/b.ts':
        "import { records as known } from './a.ts';\nexport const put = (key: string): void => {\n  known.set(key, 1);\n};\n",
    };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule, file, line }) => `${file}:${line} ${rule}`)).toEqual([
      'src/a.ts:2 no-module-state',
    ]);
    expect(findingsOf(evidence)[0]?.message).toContain('`records`, which is changed in line 3 of src/b.ts, is shared ');
  });

  it('end after two hundred', { timeout: PATIENCE_MS }, async () => {
    const source = Array.from({ length: 300 }, (_, i) => `export const v${i}: any = ${i};\n`).join('');
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root));
    expect(findingsOf(evidence)).toHaveLength(200);
  });

  it('leave out no gate for hundreds of others before it', { timeout: PATIENCE_MS }, async () => {
    const others = Array.from({ length: 300 }, (_, i) => `export const v${i} = (x: number) => x == ${i};\n`).join('');
    const files = { 'src/a.ts': others, 'src/b.ts': 'export const loose: any = 1;\n' };
    const findings = findingsOf(await withStaged(files, (root) => check(root)));
    expect(findings).toHaveLength(200);
    expect(findings.filter(({ severity }) => severity === 'gate')).toMatchObject([
      { file: 'src/b.ts', rule: 'no-any' },
    ]);
  });

  it('go on after a file that does not parse', { timeout: PATIENCE_MS }, async () => {
    const files = { 'src/a.ts': 'const = ;\n', 'src/b.ts': 'export const b: any = 1;\n' };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule, file }) => [rule, file])).toEqual([
      ['parse-error', 'src/a.ts'],
      ['no-any', 'src/b.ts'],
    ]);
  });

  it('leave names that nothing declares to the type check', { timeout: PATIENCE_MS }, async () => {
    const files = {
      'src/a.ts': `import * as contract from './contract.ts';
        import { Hidden as Seen, type Missing } from './b.ts';
        export type Pair = [Unknown, Seen, Missing, contract.Nothing, typeof nowhere, import('./b.ts').Missing];
        export class Box implements Undeclared<number> {}\n`,
      'src/b.ts': 'interface Hidden { readonly a: number }\nexport const box: Hidden = { a: 1 };\n',
    };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence)).toEqual([]);
  });

  it('do not leave an `any` to a declaration file', { timeout: PATIENCE_MS }, async () => {
    const files = {
      'src/a.d.ts': 'export declare function loose(value);\n',
      'src/b.ts': "import { loose } from './a.d.ts';\nexport const id: string = loose(1).id;\n",
    };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule, file }) => `${file} ${rule}`)).toContain('src/a.d.ts no-unchecked-any');
  });

  it('do not leave what nothing declares to a declaration file', { timeout: PATIENCE_MS }, async () => {
    const files = {
      'src/a.d.ts': "export type Untyped = { [Key in 'a'] };\n",
      'src/b.d.ts': 'export interface Box {\n  value: Missing;\n}\nexport default nothing;\n',
      'src/c.d.ts': 'export default <T>(value: unknown): T => value;\n',
      'src/d.d.x.ts': 'export default { cast: <T>(value: unknown): T => value };\n',
    };
    const evidence = await withStaged(files, (root) => check(root));
    expect(findingsOf(evidence).map(({ rule, file, line }) => `${file}:${line} ${rule}`)).toEqual([
      'src/a.d.ts:1 no-unchecked-any',
      'src/b.d.ts:2 no-any',
      'src/c.d.ts:1 no-double-assertion',
      'src/d.d.x.ts:1 no-double-assertion',
    ]);
  });

  it('are printable whatever the source says', { timeout: PATIENCE_MS }, async () => {
    const evidence = await withStaged({ 'src/a.ts': 'const \u{202e}\u{1b}[31m = 1;\n' }, (root) => check(root));
    const [finding] = findingsOf(evidence);
    expect(finding?.rule).toBe('parse-error');
    expect(finding?.message).not.toMatch(/[\p{C}\n]/u);
  });
});

describe('a submission that the linter cannot read', () => {
  it('gets a gate finding when the time is over', { timeout: PATIENCE_MS }, async () => {
    const evidence = await withStaged({ 'src/a.ts': 'export {};\n' }, (stagedRoot) =>
      checkPatterns({ stagedRoot, challenge: CHALLENGE, deadlineMs: 1, signal: never() }),
    );
    expect(findingsOf(evidence)).toMatchObject([
      { rule: 'unreadable-source', severity: 'gate', file: 'src/idempotency-store.ts', line: 1 },
    ]);
  });

  it('gets a gate finding when it is nested too deeply', { timeout: PATIENCE_MS }, async () => {
    const source = `export const a = ${'('.repeat(60_000)}1${')'.repeat(60_000)};\n`;
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root));
    expect(findingsOf(evidence)).toMatchObject([{ rule: 'unreadable-source', severity: 'gate', file: 'src/a.ts' }]);
  });
});

describe('a submission that exhausts the compiler behind the patterns', () => {
  const chain = Array.from({ length: 4000 }, (_, i) => `export const f${i} = () => f${i + 1}();`).join('\n');
  const doubling = Array.from({ length: 24 }, (_, i) => `type A${i + 1} = \`\${A${i}}\${A${i}}\`;`).join('\n');
  it.each([
    ['declarations that hang on each other', `${chain}\nexport const f4000 = () => 1;\n`],
    [
      'a type of a billion letters',
      `type A0 = '${'x'.repeat(64)}';\n${doubling}\nexport const a = (b: A24): string => b;\n`,
    ],
  ])('by %s gets a gate finding, and keeps those of its syntax', { timeout: PATIENCE_MS }, async (_how, source) => {
    const sources = { 'src/a.ts': 'export const a: any = 1;\n', 'src/b.ts': source };
    const evidence = await withStaged(sources, (root) => check(root));
    expect(findingsOf(evidence).map(({ file, rule, severity }) => [file, rule, severity])).toEqual([
      ['src/a.ts', 'no-any', 'gate'],
      ['src/b.ts', 'unreadable-source', 'gate'],
    ]);
  });
});

describe('the check', () => {
  it('rejects with the reason of its signal', { timeout: PATIENCE_MS }, async () => {
    const stop = new AbortController();
    const reason = new Error('interrupted');
    setTimeout(() => stop.abort(reason), 50);
    const run = withStaged({ 'src/a.ts': 'export {};\n' }, (stagedRoot) =>
      checkPatterns({ stagedRoot, challenge: CHALLENGE, deadlineMs: DEADLINE_MS, signal: stop.signal }),
    );
    await expect(run).rejects.toBe(reason);
  });

  it('is our fault when an allowed package is not installed', { timeout: PATIENCE_MS }, async () => {
    const challenge: Challenge = { ...CHALLENGE, allowedPackages: ['no-such-package-here'] };
    const evidence = await withStaged({ 'src/a.ts': 'export {};\n' }, (root) => check(root, challenge));
    expect(evidence).toMatchObject({ status: 'not-measured', fault: 'kit' });
  });

  it('knows the types of an allowed package', { timeout: PATIENCE_MS }, async () => {
    const challenge: Challenge = { ...CHALLENGE, allowedPackages: ['pure-rand'] };
    const source =
      "import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';\nexport const next: number = xoroshiro128plus(1).next();\n";
    const evidence = await withStaged({ 'src/a.ts': source }, (root) => check(root, challenge));
    expect(evidence).toEqual({ status: 'measured', findings: [] });
  });
});

describe('the table of patterns', () => {
  it('explains each in a sentence', () => {
    for (const id of PATTERN_IDS) {
      const { what, why, instead } = PATTERN_INFOS[id];
      expect([what, why, instead].every((text) => text.length > 2 && !text.endsWith('.'))).toBe(true);
    }
  });
});

function check(stagedRoot: string, challenge: Challenge = CHALLENGE): ReturnType<typeof checkPatterns> {
  return checkPatterns({ stagedRoot, challenge, deadlineMs: DEADLINE_MS, signal: never() });
}

async function patternsOf(snippets: readonly Snippet[]): Promise<readonly Finding[]> {
  return findingsOf(await withStaged(filesOf(snippets), (root) => check(root)));
}

function filesOf(snippets: readonly Snippet[]): Record<string, string> {
  return Object.fromEntries(snippets.map(({ path, text }) => [path, text]));
}

function patternsIn(findings: readonly Finding[], { path }: Snippet): readonly string[] {
  return [...new Set(findings.filter(({ file }) => file === path).map(({ rule }) => rule))].toSorted();
}

function findingsOf(evidence: Awaited<ReturnType<typeof checkPatterns>>): readonly Finding[] {
  if (evidence.status === 'not-measured') throw new Error(evidence.cause);
  return evidence.findings;
}

function never(): AbortSignal {
  return new AbortController().signal;
}
