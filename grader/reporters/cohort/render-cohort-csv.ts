/** Statistics of a cohort as one long table (RFC 4180): a row for every figure. */

import type { CohortStatistics, Share } from '../../report/cohort/cohort.ts';
import type { Similarity } from '../../report/similarity/similar-pairs.ts';
import type { Estimate } from '../../report/statistics/proportion.ts';
import { printable } from '../../printable.ts';
import { csvCell } from '../render-csv.ts';

const HEADER = ['section', 'item', 'measure', 'value', 'low', 'high', 'count', 'of'] as const;

/** `value`, `low` and `high` are empty where there are too few to tell. */
interface Figure {
  readonly section: string;
  readonly item: string;
  readonly measure: string;
  readonly estimate?: Estimate | null;
  readonly count?: number;
  readonly of?: number;
}

export function renderCohortCsv(statistics: CohortStatistics, similarity: Similarity | null): string {
  const figures = [
    ...coverageFigures(statistics),
    ...statistics.funnel.map((step) => shareFigure('funnel', step.name, 'share of those before', step)),
    ...statistics.funnel.map(({ name, ofAll }) => shareFigure('funnel', name, 'share of everybody', ofAll)),
    ...statistics.rules.flatMap(({ id, met, discrimination }) => [
      shareFigure('rules', id, 'met', met),
      { section: 'rules', item: id, measure: 'discrimination', estimate: discrimination },
    ]),
    ...trustFigures(statistics),
    ...statistics.mutants.flatMap(({ id, killed, timeouts }) => [
      shareFigure('bugs', id, 'noticed', killed),
      { section: 'bugs', item: id, measure: 'computed for too long', count: timeouts, of: killed.of },
    ]),
    ...statistics.weeks.map(({ week, people, percent }) => ({
      section: 'weeks',
      item: week,
      measure: 'mean points of 100',
      estimate: percent,
      of: people,
    })),
    ...statistics.drift.map(({ id, difference }) => ({
      section: 'drift',
      item: id,
      measure: 'later less earlier',
      estimate: difference,
    })),
    ...(similarity?.pairs ?? []).map(({ one, other, common, share }) => ({
      section: 'similarity',
      item: `${one} and ${other}`,
      measure: 'share of the smaller',
      estimate: { value: share, low: Number.NaN, high: Number.NaN },
      count: common,
    })),
  ];
  return [HEADER, ...figures.map(row)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function row({ section, item, measure, estimate, count, of }: Figure): readonly (string | number)[] {
  const figures = [estimate?.value, estimate?.low, estimate?.high];
  return [section, printable(item, 200), printable(measure, 60), ...figures.map(number), count ?? '', of ?? ''];
}

function number(figure: number | undefined): string | number {
  return figure === undefined || Number.isNaN(figure) ? '' : Number(figure.toPrecision(6));
}

function shareFigure(section: string, item: string, measure: string, { share, count, of }: Share): Figure {
  return { section, item, measure, estimate: share, count, of };
}

function coverageFigures({ coverage }: CohortStatistics): readonly Figure[] {
  const { read, people, repeated, broken, unlike } = coverage;
  const counts: readonly (readonly [string, number])[] = [
    ['reports read', read],
    ['hand-ins', people],
    ['graded again later', repeated],
    ['judged in another way', unlike.reduce((sum, { reports }) => sum + reports, 0)],
    ['unreadable files', broken],
  ];
  return counts.map(([measure, count]) => ({ section: 'coverage', item: '', measure, count }));
}

function trustFigures({ reliability, cut }: CohortStatistics): readonly Figure[] {
  const section = 'trust';
  const at = cut === null ? '' : String(cut.cut);
  const figures: readonly (readonly [string, Estimate | null])[] = [
    ['alpha', reliability?.alpha ?? null],
    ['standard error of measurement', reliability?.standardError ?? null],
    ['mean points', reliability?.mean ?? null],
  ];
  return [
    ...figures.map(([measure, estimate]): Figure => ({
      section,
      item: '',
      measure,
      estimate,
      of: reliability?.people ?? 0,
    })),
    ...(cut === null
      ? []
      : [
          shareFigure(section, at, 'at or above the cut', cut.passing),
          { section, item: at, measure: 'consistent decisions', estimate: cut.consistency?.agreement ?? null },
          { section, item: at, measure: 'kappa', estimate: cut.consistency?.kappa ?? null },
        ]),
  ];
}
