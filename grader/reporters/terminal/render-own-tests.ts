import type { ChalkInstance } from 'chalk';

import type { MutantResult, Report, SuiteResult } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { droppedPhrase, mutantWords, ownTestsSentence, suiteSentence, themePhrase } from '../wording.ts';
import { entry, paragraph } from './layout.ts';

const MAX_ITEMS = 5;

/** How the own tests did on the own solution and on implementations of ours. */
export function renderOwnTests(report: Report, { width }: RenderContext, color: ChalkInstance): readonly string[] {
  const { failures, problems, suite, mutants } = report.result.tests;
  const named = failures.map(({ name, message }) => ({ name, text: message }));
  return [
    ...paragraph(ownTestsSentence(report.result.tests), width),
    ...renderNamed(named, width, color),
    ...problems.slice(0, MAX_ITEMS).flatMap((text) => entry({ label: '-', indent: 2, text }, width)),
    ...remaining(problems.length, width),
    ...(suite === null ? [] : renderSuite(suite, mutants, { width, color })),
  ];
}

interface Look {
  readonly width: number;
  readonly color: ChalkInstance;
}

function renderSuite(suite: SuiteResult, mutants: readonly MutantResult[], { width, color }: Look): readonly string[] {
  const dropped = suite.dropped.map((test) => ({ name: test.name, text: droppedPhrase(test) }));
  const missed = mutants.filter(({ status }) => status === 'survived' || status === 'timeout');
  return [
    ...paragraph(suiteSentence(suite), width),
    ...suite.themes.flatMap((theme) => entry({ label: '-', indent: 2, text: themePhrase(theme) }, width)),
    ...suite.ownCode.slice(0, MAX_ITEMS).flatMap((text) => paragraph(text, width, color.dim)),
    ...renderNamed(dropped, width, color),
    ...(missed.length === 0 ? [] : paragraph('Bugs that no test catches:', width)),
    ...missed
      .slice(0, MAX_ITEMS)
      .flatMap(({ title, status }) =>
        entry({ label: '-', indent: 2, text: `${title} (${mutantWords[status]})` }, width),
      ),
    ...remaining(missed.length, width),
  ];
}

function renderNamed(
  items: readonly { readonly name: string; readonly text: string | null }[],
  width: number,
  color: ChalkInstance,
): readonly string[] {
  const shown = items
    .slice(0, MAX_ITEMS)
    .flatMap(({ name, text }) => [
      ...entry({ label: '-', indent: 2, text: name }, width),
      ...(text === null ? [] : entry({ label: '', indent: 5, text, paintText: color.dim }, width)),
    ]);
  return [...shown, ...remaining(items.length, width)];
}

function remaining(count: number, width: number): readonly string[] {
  return count > MAX_ITEMS ? paragraph(`+ ${count - MAX_ITEMS} more in report.json`, width) : [];
}
