import type { MutantResult, Report, ThemeResult } from '../model/report.ts';
import type { RenderContext } from './render-context.ts';
import { inertJson } from './render-json.ts';

type MutationStatus = 'Killed' | 'Survived' | 'Timeout' | 'RuntimeError';

const STATUS: Readonly<Record<MutantResult['status'], MutationStatus>> = {
  killed: 'Killed',
  survived: 'Survived',
  // In that format a timeout counts as detected; here it does not.
  timeout: 'Survived',
  invalid: 'RuntimeError',
};

const FILE_OF_TESTS = /^(.*?\.test\.ts) > /;

/**
 * The mutation testing report of Stryker and others (schema version 2 of mutation-testing-elements). The mutated sources are
 * nobody's to read, so each theme is a file and each bug a line of it. `report` is printable already.
 */
export function renderMutation(report: Report, _context: RenderContext): string {
  const { suite, mutants } = report.result.tests;
  const tests = suite?.valid ?? [];
  return inertJson({
    schemaVersion: '2',
    thresholds: { high: 80, low: 60 },
    framework: { name: 'grade', version: report.run.kit },
    files: Object.fromEntries((suite?.themes ?? []).map((theme) => [theme.title, fileOf(theme, mutants)])),
    testFiles: testFilesOf(tests),
  });
}

function fileOf({ id, killed, outOf }: ThemeResult, all: readonly MutantResult[]): object {
  const mutants = all.filter(({ theme }) => theme === id);
  const lines = mutants.length > 0 ? mutants.map(({ title }) => title) : [`${killed} of ${outOf} bugs caught`];
  return { language: 'text', source: lines.join('\n'), mutants: mutants.map(mutantOf) };
}

function mutantOf({ id, theme, title, status, by }: MutantResult, index: number): object {
  const line = index + 1;
  return {
    id,
    mutatorName: theme,
    description: title,
    location: { start: { line, column: 1 }, end: { line, column: Math.max(2, title.length + 1) } },
    status: STATUS[status],
    ...(status === 'timeout' ? { statusReason: 'tests only computed for too long' } : {}),
    killedBy: by,
  };
}

function testFilesOf(names: readonly string[]): object {
  const files = Map.groupBy(names, (name) => FILE_OF_TESTS.exec(name)?.[1] ?? 'tests');
  return Object.fromEntries(
    [...files].map(([file, tests]) => [file, { tests: tests.map((name) => ({ id: name, name })) }]),
  );
}
