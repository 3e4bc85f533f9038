import type { OwnTestsRubric, Theme } from '../model/challenge.ts';
import type { JudgedMutant, SuiteEvidence, TestsEvidence } from '../model/evidence.ts';
import type { ThemeResult } from '../model/report.ts';

/** What the own tests have earned. */
export interface OwnTestsScore {
  /** An integer, rounded down. */
  readonly points: number;
  readonly met: boolean;
  /** How the points came about, one line each. */
  readonly reasons: readonly string[];
}

/** The reason of a rule that nothing was handed in for. */
export const NO_TESTS = 'there are no tests';

/** Scores the suite by the challenge's rubric: caught bugs by theme, validity and stability, concurrency. */
export function scoreOwnTests(rubric: OwnTestsRubric, { suite }: TestsEvidence): OwnTestsScore {
  if (suite === null) return { points: 0, met: false, reasons: [NO_TESTS] };
  const { valid, counted } = countTests(suite);
  if (valid < rubric.minValid) {
    const reason = `${valid} of ${counted} tests pass on every correct implementation; fewer than ${rubric.minValid} earn nothing`;
    return { points: 0, met: false, reasons: [reason] };
  }
  const themes = countThemes(rubric.themes, suite.mutants);
  const parts = [killsPart(rubric, themes), validityPart(rubric, suite), concurrencyPart(rubric, themes)];
  // Sums of shares may fall short of a whole number by a rounding error.
  const points = Math.floor(parts.reduce((sum, part) => sum + part.points, 0) + 1e-9);
  return { points, met: points >= rubric.metFrom, reasons: parts.map(({ reason }) => reason) };
}

/** How many mutants of each theme are killed, of those that could be judged. */
export function countThemes(themes: readonly Theme[], mutants: readonly JudgedMutant[]): readonly ThemeResult[] {
  return themes.map(({ id, title }) => {
    const judged = mutants.filter(({ theme, status }) => theme === id && status !== 'invalid');
    return { id, title, killed: killedOf(judged), outOf: judged.length };
  });
}

interface Part {
  readonly points: number;
  readonly reason: string;
}

/** Every theme has its share of the points, so that depth in one of them does not make up for another. */
function killsPart({ kills, themes }: OwnTestsRubric, results: readonly ThemeResult[]): Part {
  const judged = results.filter(({ outOf }) => outOf > 0);
  const weightOf = ({ id }: ThemeResult): number => themes.find((theme) => theme.id === id)?.weight ?? 0;
  const whole = judged.reduce((sum, result) => sum + weightOf(result), 0);
  const share = judged.reduce((sum, result) => sum + weightOf(result) * worth(kills.curve, shareOf(result)), 0);
  const points = whole === 0 ? 0 : (kills.points * share) / whole;
  const killed = results.reduce((sum, result) => sum + result.killed, 0);
  const outOf = results.reduce((sum, result) => sum + result.outOf, 0);
  return { points, reason: `${shown(points)} of ${kills.points} points for ${killed} of ${outOf} bugs caught` };
}

/** Valid tests that catch next to nothing are not worth much, so the points grow with what is caught at first. */
function validityPart({ validity }: OwnTestsRubric, suite: SuiteEvidence): Part {
  const { valid, counted } = countTests(suite);
  const judged = suite.mutants.filter(({ status }) => status !== 'invalid');
  const killed = judged.length === 0 ? 0 : killedOf(judged) / judged.length;
  const { zeroAt, fullFrom, killedFrom } = validity;
  const share = clamp((valid / counted - zeroAt) / (fullFrom - zeroAt)) * clamp(killed / killedFrom);
  const points = validity.points * share;
  const reason = `${shown(points)} of ${validity.points} points for ${valid} of ${counted} tests that hold on correct implementations`;
  const condition = `, worth less while fewer than ${Math.round(killedFrom * 100)} % of all bugs are caught`;
  return { points, reason: killed < killedFrom ? `${reason}${condition}` : reason };
}

function concurrencyPart({ concurrency }: OwnTestsRubric, results: readonly ThemeResult[]): Part {
  const theme = results.find(({ id }) => id === concurrency.theme);
  const points = theme === undefined ? 0 : concurrency.points * shareOf(theme);
  const caught = theme === undefined ? 'none' : `${theme.killed} of ${theme.outOf}`;
  return {
    points,
    reason: `${shown(points)} of ${concurrency.points} points for ${caught} bugs of concurrency caught`,
  };
}

/** Linear between the points of the curve. */
function worth(curve: OwnTestsRubric['kills']['curve'], share: number): number {
  const index = curve.findIndex(([killed]) => killed >= share);
  const [above, below] = [curve[index], curve[index - 1]];
  if (above === undefined) return 1;
  if (below === undefined) return above[1];
  return below[1] + ((share - below[0]) / (above[0] - below[0])) * (above[1] - below[1]);
}

/** Tests that skip themselves or are marked to be skipped are left out, and those whose turn never came. */
function countTests({ tests }: SuiteEvidence): { readonly valid: number; readonly counted: number } {
  const counted = tests.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'not-run').length;
  return { valid: tests.filter(({ verdict }) => verdict === 'valid').length, counted };
}

function killedOf(mutants: readonly JudgedMutant[]): number {
  return mutants.filter(({ status }) => status === 'killed').length;
}

function shareOf({ killed, outOf }: ThemeResult): number {
  return outOf === 0 ? 0 : killed / outOf;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** At most one digit behind the point. */
function shown(points: number): string {
  return String(Math.floor(points * 10 + 1e-9) / 10);
}
