import { describe, expect, it } from 'vitest';

import { cohortStatistics } from '../../../grader/report/cohort/cohort-statistics.ts';
import type { CohortStatistics } from '../../../grader/report/cohort/cohort.ts';
import type { ReportFacts } from '../../../grader/report/cohort/report-facts.ts';
import type { Similarity } from '../../../grader/report/similarity/similar-pairs.ts';
import { estimatePhrase } from '../../../grader/reporters/cohort/figures.ts';
import { renderCohortCsv } from '../../../grader/reporters/cohort/render-cohort-csv.ts';
import { renderCohortHtml } from '../../../grader/reporters/cohort/render-cohort-html.ts';
import { renderCohort } from '../../../grader/reporters/cohort/render-cohort.ts';
import { displayWidth } from '../../../grader/reporters/terminal/wrap-text.ts';
import { person, quizTimesFour } from '../../report/cohort/sample-cohort.ts';

function statisticsOf(people: readonly ReportFacts[], cut: number | null = 70): CohortStatistics {
  return cohortStatistics(people, { broken: 0, invited: null, cut, seed: 1 });
}

const similarity: Similarity = {
  submissions: 40,
  commonFrom: 10,
  pairs: [
    { one: 'alice', other: 'bob', common: 31, share: 0.75, places: [{ one: 'src/a.ts:1-9', other: 'src/b.ts:4-12' }] },
  ],
};

function render(statistics: CohortStatistics, pairs: Similarity | null = null): string {
  return renderCohort(statistics, pairs, { colorLevel: 0, width: 100, files: [] });
}

describe('a cohort that is large enough', () => {
  const text = render(statisticsOf(quizTimesFour()), similarity);

  it('is shown with figures and intervals', () => {
    expect(text).toContain('40 hand-ins, all judged alike');
    expect(text).toMatch(/^ {2}R1 +rule 1 +28 of 40 +70\.0 % \(54\.6 to 81\.9\) +0\.71 \(0\.51 to 0\.83\)$/m);
    expect(text).toMatch(/^ {2}Alpha +0\.70 \(0\.\d\d to 0\.\d\d\)/m);
    expect(text).toMatch(/^ {2}Consistent decisions +\d\d\.\d % \(/m);
    expect(text).toMatch(/^ {2}2026-W07 +40 +66\.0 \(/m);
    expect(text).toContain('alice and bob');
    expect(text).not.toContain('too few to tell');
  });

  it('is shown with what the figures do not say', () => {
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('Whoever never handed in is not in it');
    expect(words).toContain('Rules share causes');
    expect(words).toContain('Read both before you think anything.');
    expect(words).toContain('They say nothing about any one person');
  });
});

it('what rounds to zero has no sign', () => {
  const estimate = { value: 0.251, low: -0.004, high: 0.504 };
  expect(estimatePhrase(estimate)).toBe('0.25 (0.00 to 0.50)');
  expect(estimatePhrase({ ...estimate, low: -0.006 })).toBe('0.25 (-0.01 to 0.50)');
  expect(estimatePhrase({ ...estimate, low: -0.4 }, 0)).toBe('0 (0 to 1)');
});

it('of a small cohort it says that there are too few to tell, and gives no such figure', () => {
  const text = render(statisticsOf(quizTimesFour().slice(0, 9)));
  expect(text).toMatch(/^ {2}R1 +rule 1 +\d of 9 +too few to tell +too few to tell$/m);
  expect(text).not.toContain('Alpha');
  expect(text).not.toMatch(/\d\.\d %/);
});

it('of a long list of bugs both ends stand in a terminal, one line each, and whole on the page', () => {
  const bugs = Array.from({ length: 55 }, (_, n) => ({
    id: `bug-${n}`,
    title: 'x'.repeat(200),
    status: 'killed' as const,
  }));
  const statistics = statisticsOf(Array.from({ length: 3 }, (_, n) => person(`${n}`, '1', { mutants: bugs })));
  const lines = render(statistics).split('\n');
  expect(lines.filter((line) => line.includes('bug-')).length).toBe(20);
  expect(lines).toContain('  and 35 in between, in stats.html');
  expect(lines.find((line) => line.includes('bug-'))).toMatch(/^ {2}bug-\d+: x+… +3 of 3 +too few to tell +0$/);
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(100);
  expect(renderCohortHtml(statistics, null).match(/bug-\d+/g)?.length).toBeGreaterThanOrEqual(55);
});

it('the table for spreadsheets has a row for every figure, and no figure where there are too few', () => {
  const rows = renderCohortCsv(statisticsOf(quizTimesFour()), similarity).split('\r\n');
  expect(rows[0]).toBe('section,item,measure,value,low,high,count,of');
  expect(rows).toContainEqual(expect.stringMatching(/^rules,R1,met,0\.7,0\.545\d+,0\.819\d+,28,40$/));
  expect(rows).toContainEqual(expect.stringMatching(/^trust,,alpha,0\.696\d+,0\.\d+,0\.\d+,,40$/));
  expect(rows).toContain('similarity,alice and bob,share of the smaller,0.75,,,31,');
  expect(renderCohortCsv(statisticsOf(quizTimesFour().slice(0, 9)), null)).toMatch(/^rules,R1,met,,,,\d,9\r$/m);
});

it('the page has every section, and needs neither script nor request', () => {
  const page = renderCohortHtml(statisticsOf(quizTimesFour()), similarity);
  for (const id of ['funnel', 'rules', 'trust', 'weeks', 'similarity']) expect(page).toContain(`<section id="${id}"`);
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:/);
  expect(page.match(/<svg/g)?.length).toBeGreaterThan(10);
});

describe.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u001b[2J\u001b]8;;https://example.org\u0007',
  'txt\u202egpj.exe',
  '=HYPERLINK("https://example.org")',
  'x'.repeat(3000),
])('the string %j', (text) => {
  const said = (word: string): readonly [CohortStatistics, Similarity] => {
    const rules = [{ id: word, title: word, outOf: 1 }];
    const mutants = [{ id: word, title: word, status: 'killed' }] as const;
    const like = { challenge: word, version: word, hash: word, kit: word, node: word };
    const cohort = Array.from({ length: 12 }, (_, index) => person(`${index}`, '1', { rules, mutants, like }));
    const stranger = person('stranger', '1', { like, likeness: 'other' });
    const places = [{ one: word, other: word }];
    return [
      statisticsOf([...cohort, stranger]),
      { ...similarity, pairs: [{ one: word, other: word, common: 9, share: 1, places }] },
    ];
  };

  it('stays inert in a terminal', () => {
    const shown = render(...said(text));
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...shown.split('\n').map(displayWidth))).toBeLessThanOrEqual(260);
  });

  it('adds no markup to the page', () => {
    const tags = (page: string): readonly string[] =>
      (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(' class="text"', ' class=""'));
    expect(tags(renderCohortHtml(...said(text)))).toEqual(tags(renderCohortHtml(...said('harmless'))));
  });

  it('is no formula in a spreadsheet', () => {
    const cells = renderCohortCsv(...said(text)).split(/,|\r\n/);
    expect(cells.filter((cell) => /^"?\s*[=+\-@]/.test(cell))).toEqual([]);
  });
});
