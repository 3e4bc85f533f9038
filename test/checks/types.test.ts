import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTypes } from '../../grader/checks/types/check-types.ts';
import { parseCompilerOutput } from '../../grader/checks/types/parse-diagnostics.ts';
import { OUTPUT_BYTES, runBounded } from '../../grader/sandbox/run-bounded.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import type { Finding } from '../../grader/model/evidence.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { CHALLENGE, correctFolders, withStaged, withStagedFolder } from './fixtures/stage-sources.ts';

const DEADLINE_MS = 25_000;

describe('the type check', () => {
  const folders = correctFolders().map((folder) => ({ name: relative(KIT_ROOT, folder), folder }));
  it.each(folders)('finds nothing in $name', async ({ folder }) => {
    const evidence = await withStagedFolder(folder, (root) => check(root));
    // The skeleton's stubs do not use their parameters yet.
    const findings = textsOf(evidence);
    expect(findings.filter((text) => !/TS6133.*never read/.test(text) || folder !== CHALLENGE.skeletonRoot)).toEqual(
      [],
    );
  });

  it.each([
    ['strict', 'export const f = (a) => a;', 'TS7006'],
    ['noUncheckedIndexedAccess', 'export const f = (a: string[]): string => a[0];', 'TS2322'],
    ['exactOptionalPropertyTypes', 'export const a: { b?: string } = { b: undefined };', 'TS2375'],
    ['noImplicitOverride', 'class A { f(): void {} }\nexport class B extends A { f(): void {} }', 'TS4114'],
    [
      'noFallthroughCasesInSwitch',
      'export function f(a: number): void { switch (a) { case 1: a++; case 2: } }',
      'TS7029',
    ],
    ['noUnusedLocals', 'export {};\nconst a = 1;', 'TS6133'],
    ['noUnusedParameters', 'export const f = (a: string): void => {};', 'TS6133'],
    ['lib ES2024', 'export const a = [1].values().toArray().sum();', 'TS2339'],
    ['lib ES2024, which has no DOM', 'export const a = document.title;', 'TS2584'],
    ['types []', 'export const a = process.argv;', 'TS2591'],
  ])('uses %s', async (_option, source, code) => {
    const [first] = textsOf(await withStaged({ 'src/a.ts': source }, check));
    expect(first).toMatch(new RegExp(`^src/a\\.ts:\\d+:\\d+ ${code}: `));
  });

  it("says file, line, column in UTF-16 units, and the compiler's words in one line", async () => {
    const source = '/* 😀 */ export const a: { b: { c: string } } = { b: { c: 1 } };\n';
    const evidence = await withStaged({ 'src/deep/er/a.ts': source }, check);
    expect(evidence).toEqual({
      status: 'measured',
      findings: [
        {
          rule: 'types',
          severity: 'gate',
          file: 'src/deep/er/a.ts',
          line: 1,
          column: source.indexOf('c: 1') + 1,
          message: "TS2322: Type 'number' is not assignable to type 'string'.",
        },
      ],
    });
  });

  it.each([
    [
      'export const a = Promise.try(() => 1);',
      "1:26 TS2550: Property 'try' does not exist on type 'PromiseConstructor'.",
    ],
    ['export const a = new URLPattern();', "1:22 TS2304: Cannot find name 'URLPattern'."],
    ['export const a = document.title;', "1:18 TS2584: Cannot find name 'document'."],
    ['export const a = process.argv;', "1:18 TS2591: Cannot find name 'process'."],
    ['export const a = Iterator.from([1]);', '1:18 TS2693: '],
  ])('says what holds where the compiler advises to change options: %s', async (source, text) => {
    const [first] = textsOf(await withStaged({ 'src/a.ts': source }, check));
    expect(first).toContain(`src/a.ts:${text}`);
    expect(first).not.toMatch(/tsconfig|compiler option|@types/);
  });

  it('tells a diagnostic without a place as one of the folder', async () => {
    const source = 'export function f(a: null): void {\n  using b = a;\n  void b;\n}\n';
    expect(textsOf(await withStaged({ 'src/a.ts': source }, check))).toContain(
      "src:1:1 TS2318: Cannot find global type 'Disposable'. Graded with lib ES2024 and the given globals.d.ts alone, which do not have it.",
    );
  });

  it('sorts by place and ends after a hundred', async () => {
    const wrong = Array.from({ length: 80 }, (_, i) => `export const v${i}: string = ${i};\n`).join('');
    const texts = textsOf(await withStaged({ 'src/b.ts': wrong, 'src/a.ts': wrong }, check));
    expect(texts).toHaveLength(100);
    expect(texts[0]).toMatch(/^src\/a\.ts:1:/);
    expect(texts[9]).toMatch(/^src\/a\.ts:10:/);
    expect(texts[99]).toMatch(/^src\/b\.ts:20:/);
  });

  it('caps a message and shows nothing invisible', async () => {
    const name = `\u{202e}${'x'.repeat(400)}`;
    const source = `export const a: ${JSON.stringify(name)} = 'b';\n`;
    const [finding] = findingsOf(await withStaged({ 'src/a.ts': source }, check));
    expect(finding?.message).not.toMatch(/\p{C}/u);
    expect(Array.from(finding?.message ?? '').length).toBeLessThanOrEqual(300);
  });

  it('does not look at tests', async () => {
    const files = { 'src/a.ts': 'export {};\n', 'tests/a.test.ts': "export const a: string = 1;\nimport 'vitest';\n" };
    expect(textsOf(await withStaged(files, check))).toEqual([]);
  });

  it('takes no configuration from the submission', async () => {
    const files = {
      'src/a.ts': 'export const f = (a) => a;\n',
      'tsconfig.json': '{ "compilerOptions": { "strict": false, "noUnusedLocals": false }, "files": [] }',
      'src/tsconfig.json': '{ "files": [] }',
    };
    expect(textsOf(await withStaged(files, check))).toHaveLength(1);
  });

  it('leaves an import of a Node module to the check of patterns', async () => {
    const source =
      "import { randomUUID } from 'node:crypto';\nimport fs from 'fs';\nexport const a: unknown = [randomUUID, fs];\n";
    expect(textsOf(await withStaged({ 'src/a.ts': source }, check))).toEqual([]);
  });

  it('tells every diagnostic, whatever line ends the source or its message have', async () => {
    const separated = "export const a: { 'b\u2028c': 1 } = {};\n";
    const shifted = "export {};\rexport const a = process;\n                 'x';\n";
    const sources = { 'src/a.ts': separated, 'src/b.ts': shifted, 'src/c.ts': "import 'node:fs';\n" };
    expect(textsOf(await withStaged(sources, check))).toEqual([
      expect.stringMatching(/^src\/a\.ts:1:14 TS2741: /),
      expect.stringMatching(/^src\/b\.ts:2:18 TS2591: /),
    ]);
  });

  it('knows no package that the challenge does not allow', async () => {
    const source = "import { integer } from 'pure-rand';\nexport const a: unknown = integer;\n";
    expect(textsOf(await withStaged({ 'src/a.ts': source }, check))).toEqual([expect.stringContaining('TS2307')]);
  });

  it('knows the types of a package that the challenge allows', async () => {
    const challenge: Challenge = { ...CHALLENGE, allowedPackages: ['pure-rand'] };
    const source =
      "import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';\nexport const a: string = xoroshiro128plus(1).next();\n";
    const texts = textsOf(await withStaged({ 'src/a.ts': source }, (root) => check(root, challenge)));
    expect(texts).toEqual([expect.stringContaining("TS2322: Type 'number' is not assignable to type 'string'")]);
  });
});

describe('a submission that reaches out of itself', () => {
  it.each([
    ['an import', (path: string) => `import { secret } from '${path}';\nexport const a: number = secret;\n`],
    ['an export', (path: string) => `export * from '${path}';\n`],
    ['a type', (path: string) => `export const a: import('${path}').Secret = 1;\n`],
    ['a reference', (path: string) => `/// <reference path="${path}" />\nexport {};\n`],
  ])('by %s gets a finding that tells nothing of what is there', async (_how, source) => {
    await withSecret(async (path) => {
      const texts = textsOf(await withStaged({ 'src/a.ts': source(path) }, check));
      expect(texts).toEqual([expect.stringMatching(/^src\/a\.ts:1:\d+ ".*" leads out of the submission/)]);
    });
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])('is told the line behind %j', async (lineBreak) => {
    await withSecret(async (path) => {
      const source = `// first${lineBreak}export * from '${path}';\n`;
      const texts = textsOf(await withStaged({ 'src/a.ts': source }, check));
      expect(texts).toEqual([expect.stringMatching(/^src\/a\.ts:2:16 ".*" leads out of the submission/)]);
    });
  });
});

describe('a submission that the compiler cannot finish', () => {
  it('gets a finding at its entry when the time is over', async () => {
    const source = `export const a = ${Array.from({ length: 100_000 }, () => '1').join(' + ')};\n`;
    const evidence = await withStaged({ 'src/a.ts': source }, (stagedRoot) =>
      checkTypes({ stagedRoot, challenge: CHALLENGE, deadlineMs: 1_000, signal: never() }),
    );
    expect(textsOf(evidence)).toEqual([
      'src/idempotency-store.ts:1:1 The type check did not end within 1 s of computing: the source costs the compiler too much.',
    ]);
  });
});

describe('the check', () => {
  it('rejects with the reason of its signal and leaves no compiler behind', async () => {
    const source = `export const a = ${Array.from({ length: 100_000 }, () => '1').join(' + ')};\n`;
    const stop = new AbortController();
    const reason = new Error('interrupted');
    setTimeout(() => stop.abort(reason), 300);
    const run = withStaged({ 'src/a.ts': source }, (stagedRoot) =>
      checkTypes({ stagedRoot, challenge: CHALLENGE, deadlineMs: DEADLINE_MS, signal: stop.signal }),
    );
    await expect(run).rejects.toBe(reason);
  });

  it('is our fault when an allowed package is not installed', async () => {
    const challenge: Challenge = { ...CHALLENGE, allowedPackages: ['no-such-package-here'] };
    const evidence = await withStaged({ 'src/a.ts': 'export {};\n' }, (root) => check(root, challenge));
    expect(evidence).toMatchObject({
      status: 'not-measured',
      fault: 'kit',
      cause: expect.stringContaining('no-such-package-here'),
    });
  });
});

describe("the compiler's output", () => {
  it('is diagnostics, their further lines, and files with reasons', () => {
    const output = [
      "src/a (1).ts(3,7): error TS2322: Type 'a' is wrong.",
      "  Types of property 'b' are incompatible.",
      'error TS18003: No inputs were found.',
      'src/a (1).ts',
      "   Matched by include pattern 'src/**/*.ts' in 'tsconfig.json'",
    ].join('\n');
    expect(parseCompilerOutput(output)).toEqual({
      diagnostics: [
        { file: 'src/a (1).ts', line: 3, column: 7, code: 'TS2322', message: "Type 'a' is wrong." },
        { file: '', line: 1, column: 1, code: 'TS18003', message: 'No inputs were found.' },
      ],
      files: [{ path: 'src/a (1).ts', reasons: ["Matched by include pattern 'src/**/*.ts' in 'tsconfig.json'"] }],
    });
  });
});

describe('a bounded process', () => {
  it.each([
    ['exits', 'process.stdout.write("out"); process.exitCode = 3', { status: 'exited', code: 3, stdout: 'out' }],
    [
      'is killed',
      'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 9)',
      { status: 'killed', by: 'SIGTERM' },
    ],
    ['computes without end', 'for (;;);', { status: 'deadline' }],
    ['writes without end', 'for (;;) require("fs").writeSync(1, "x".repeat(65536))', { status: 'flooded' }],
  ])('that %s says so', async (_what, script, expected) => {
    expect(await run(process.execPath, script)).toMatchObject(expected);
  });

  it('that cannot be started says so', async () => {
    expect(await run('/no/such/program', '')).toMatchObject({ status: 'not-started' });
  });

  it('gives no more output than the cap', async () => {
    const flooded = await run(process.execPath, 'for (;;) require("fs").writeSync(1, "x".repeat(65536))');
    expect(flooded.status === 'flooded' ? flooded.stdout.length : 0).toBe(OUTPUT_BYTES);
  });

  it('sees no environment but the given one', async () => {
    const seen = await run(process.execPath, 'process.stdout.write(Object.keys(process.env).join())');
    expect(seen).toMatchObject({ status: 'exited', stdout: 'ONLY' });
  });
});

function run(command: string, script: string): ReturnType<typeof runBounded> {
  const args = ['-e', script];
  return runBounded({
    command,
    args,
    cwd: tmpdir(),
    env: { ONLY: '1' },
    input: '',
    deadlineMs: 3_000,
    signal: never(),
  });
}

function check(stagedRoot: string, challenge: Challenge = CHALLENGE): ReturnType<typeof checkTypes> {
  return checkTypes({ stagedRoot, challenge, deadlineMs: DEADLINE_MS, signal: never() });
}

function findingsOf(evidence: Awaited<ReturnType<typeof checkTypes>>): readonly Finding[] {
  if (evidence.status === 'not-measured') throw new Error(evidence.cause);
  return evidence.findings;
}

function textsOf(evidence: Awaited<ReturnType<typeof checkTypes>>): readonly string[] {
  return findingsOf(evidence).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

async function withSecret(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'grade-secret-'));
  try {
    await mkdir(join(folder, 'hidden'));
    await writeFile(
      join(folder, 'hidden/secret.ts'),
      "export const secret = 'hush' as const;\nexport type Secret = 'hush';\n",
    );
    await use(join(folder, 'hidden/secret.ts'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function never(): AbortSignal {
  return new AbortController().signal;
}
