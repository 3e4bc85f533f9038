import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { grade } from '../grader/grade.ts';
import type { Challenge, CheckName } from '../grader/model/challenge.ts';
import { CHECK_NAMES } from '../grader/model/challenge.ts';
import type { Report, RuleResult } from '../grader/model/report.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { submissionLikeReference } from './support/submission-folder.ts';

/** A solution that hangs in every rule is ended once for each: that takes its time on a busy machine. */
const PATIENCE_MS = 600_000;

const STORE = 'src/idempotency-store.ts';
const PROCESSOR = 'src/payment-processor.ts';

let challenge: Challenge;
beforeAll(async () => {
  challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
});

async function gradeFiles(
  files: Readonly<Record<string, string>>,
  checks: readonly CheckName[] = CHECK_NAMES,
): Promise<Report> {
  const submission = await submissionLikeReference(files);
  const before = await contentOf(submission);
  const signal = new AbortController().signal;
  const report = await grade({
    submission,
    challenge,
    seed: 1,
    checks: new Set(checks),
    onStep: () => undefined,
    signal,
  });
  expect(report.run.faults).toEqual([]);
  expect(await contentOf(submission), 'the submission is left as it was').toEqual(before);
  return report;
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  return Object.fromEntries(files.map((file, index) => [file, texts[index] ?? '']));
}

function rulesOf(report: Report, part: string): readonly RuleResult[] {
  return report.result.rules.filter((rule) => rule.part === part);
}

function verdicts(rules: readonly RuleResult[]): readonly string[] {
  return [...new Set(rules.map(({ verdict }) => verdict))];
}

/** A store whose factory runs `body` on every call. */
function storeThat(body: string): string {
  return `import type { CreateIdempotencyStore } from './contract.ts';
    export const createIdempotencyStore: CreateIdempotencyStore = () => { ${body} };`;
}

describe(
  "a broken store costs the store's rules and the whole, and leaves the processor's",
  { timeout: PATIENCE_MS },
  () => {
    it.each([
      ['does not parse', 'export function createIdempotencyStore( {', 'Expected'],
      [
        'throws on import',
        `throw new Error('boom on import');\nexport const createIdempotencyStore = 1;`,
        'boom on import',
      ],
      ['exits on import', `process.exit(0);\nexport const createIdempotencyStore = 1;`, 'process is not defined'],
      ['exports nothing', 'export {};', 'no function is exported as createIdempotencyStore'],
      ['throws from the factory', storeThat(`throw new Error('no store today');`), 'no store today'],
      ['never settles', storeThat('return { insertPending: () => new Promise(() => {}) } as never;'), 'never settles'],
      ['answers with a 50 MB error', storeThat(`throw new Error('x'.repeat(50_000_000));`), 'xxx'],
      [
        'answers with 50 MB of data',
        storeThat(`return { insertPending: async () => ({ outcome: 'y'.repeat(50_000_000) }) } as never;`),
        'a string of 50000000 characters',
      ],
      [
        'prints 100 MB',
        storeThat(`for (let i = 0; i < 1e5; i += 1) console.log('z'.repeat(1_000)); throw new Error('printed');`),
        'printed',
      ],
    ])('when it %s', async (_what, source, message) => {
      const report = await gradeFiles({ [STORE]: source }, ['rules']);
      expect(verdicts(rulesOf(report, 'store'))).toEqual(['not-met']);
      expect(verdicts(rulesOf(report, 'processor'))).toEqual(['met']);
      expect(verdicts(rulesOf(report, 'together'))).toEqual(['not-met']);
      const explained = rulesOf(report, 'store').flatMap(({ evidence }) => evidence.map((item) => item.message));
      expect(explained.join('\n')).toContain(message);
      expect(Math.max(...explained.map((line) => line.length))).toBeLessThanOrEqual(500);
    });
  },
);

describe('a solution that will not stop is stopped', { timeout: PATIENCE_MS }, () => {
  it.each([
    ['spins in a synchronous loop when it is opened', storeThat('for (;;);')],
    ['spins when it is imported', 'for (;;);\nexport const createIdempotencyStore = 1;'],
    ['starves the microtask queue', storeThat('const spin = () => queueMicrotask(spin); spin(); return {} as never;')],
  ])('when it %s', async (_what, source) => {
    const report = await gradeFiles({ [STORE]: source }, ['rules', 'load']);
    expect(verdicts(rulesOf(report, 'store'))).toEqual(['not-met']);
    expect(verdicts(rulesOf(report, 'processor'))).toEqual(['met']);
    const explained = rulesOf(report, 'store').flatMap(({ evidence }) => evidence.map((item) => item.message));
    expect(explained.join('\n')).toContain('hangs');
    expect(report.measurement.load).toMatchObject({ verdict: 'not-met', points: 0 });
  });

  it('when a processor polls for ever', async () => {
    const report = await gradeFiles(
      {
        [PROCESSOR]: `import type { CreatePaymentProcessor } from './contract.ts';
          export const createPaymentProcessor: CreatePaymentProcessor = ({ clock }) => ({
            processPayment: async () => { for (;;) await clock.sleep(1); },
          });`,
      },
      ['rules'],
    );
    expect(verdicts(rulesOf(report, 'processor'))).toEqual(['not-met']);
    expect(verdicts(rulesOf(report, 'store'))).toEqual(['met']);
  });
});

describe('types and patterns', { timeout: PATIENCE_MS }, () => {
  it('name the place of an error and fail the gate, whatever else is met', async () => {
    const report = await gradeFiles(
      { 'src/slip.ts': 'export const slip: number = "text";\nexport const loose = (value: any) => value;\n' },
      ['types', 'patterns', 'rules'],
    );
    expect(report.result.gate.passed).toBe(false);
    expect(report.result.findings).toMatchObject([
      { rule: 'types', file: 'src/slip.ts', line: 1 },
      { file: 'src/slip.ts', line: 2, severity: 'gate' },
    ]);
    expect(verdicts(rulesOf(report, 'store'))).toEqual(['met']);
  });

  it('judge what parses of a solution that does not compile', async () => {
    const report = await gradeFiles({ [STORE]: 'export function createIdempotencyStore( {' }, ['types', 'patterns']);
    expect(rulesOf(report, 'quality').find(({ id }) => id === 'Q1')?.verdict).toBe('not-met');
    expect(report.result.gate.passed).toBe(false);
  });
});

it('a changed contract is restored and reported', { timeout: PATIENCE_MS }, async () => {
  const contract = await readFile(join(challenge.skeletonRoot, 'src/contract.ts'), 'utf8');
  const report = await gradeFiles({ 'src/contract.ts': `${contract}\nexport type Extra = 1;\n` }, ['rules']);
  expect(report.result.submission.notes).toMatchObject([{ kind: 'given-file-changed', path: 'src/contract.ts' }]);
  expect(verdicts([...rulesOf(report, 'store'), ...rulesOf(report, 'processor')])).toEqual(['met']);
});

it('an aborted grading rejects with the reason and leaves no report', { timeout: PATIENCE_MS }, async () => {
  const submission = await submissionLikeReference({});
  const controller = new AbortController();
  const reason = new Error('stopped half-way');
  const onStep = (step: string): void => {
    if (step === 'rules') setTimeout(() => controller.abort(reason), 300);
  };
  const checks = new Set(CHECK_NAMES);
  await expect(grade({ submission, challenge, seed: 1, checks, onStep, signal: controller.signal })).rejects.toBe(
    reason,
  );
});
