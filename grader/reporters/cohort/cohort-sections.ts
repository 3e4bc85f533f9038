import { printable } from '../../printable.ts';
import type { CohortStatistics, Coverage } from '../../report/cohort/cohort.ts';
import type { Similarity } from '../../report/similarity/similar-pairs.ts';
import { plural } from '../wording.ts';
import { TOO_FEW, countPhrase, estimatePhrase, percent, sharePhrase } from './figures.ts';
import { rulesSection, mutantsSection } from './rule-sections.ts';
import type { Section } from './section.ts';
import { trustSection } from './trust-section.ts';

/** Everything that the statistics say, in the order in which it is read. */
export function cohortSections(statistics: CohortStatistics, similarity: Similarity | null): readonly Section[] {
  return [
    funnelSection(statistics),
    rulesSection(statistics),
    trustSection(statistics),
    ...(statistics.mutants.length === 0 ? [] : [mutantsSection(statistics)]),
    weeksSection(statistics),
    ...(similarity === null ? [] : [similaritySection(similarity)]),
  ];
}

/** Which reports the figures are about, one line each. */
export function coverageLines({
  people,
  read,
  broken,
  repeated,
  unlike,
  version,
  hash,
  kit,
  node,
}: Coverage): readonly string[] {
  const judged = `challenge ${version}, state ${hash.slice(7, 15)}; kit ${kit}; Node ${node}`;
  const others = unlike.map(
    ({ what, reports }) => `${plural(reports, 'report')} left out because they were judged in another way: ${what}.`,
  );
  return [
    `${plural(people, 'hand-in')}, all judged alike: ${judged}. ${plural(read, 'report')} read.`,
    ...(repeated === 0
      ? []
      : [`${plural(repeated, 'report')} left out because the same hand-in was graded again later.`]),
    ...others,
    ...(broken === 0 ? [] : [`${plural(broken, 'file')} left out: no report, or none to go by.`]),
  ].map((line) => printable(line, 400));
}

/** Printed below everything else. */
export const STATISTICS_ARE =
  'These are statistics about a challenge and its use. They say nothing about any one person, and there are no ranks or percentiles here on purpose. ' +
  'Intervals are at 95 %; formulas and sources are in docs/statistics.md.';

function funnelSection({ funnel, coverage }: CohortStatistics): Section {
  const invited = funnel[0]?.name === 'were graded';
  return {
    id: 'funnel',
    title: 'How many get how far',
    intro: ['Each step counts those who also passed every step before it.'],
    head: ['Step', 'Of those before', 'Share', 'Of everybody'],
    rows: funnel.map((step) => [step.name, countPhrase(step), sharePhrase(step), sharePhrase(step.ofAll)]),
    drawn: funnel.map(({ share }) => share),
    notes: [
      ...(coverage.people === 0 || invited
        ? []
        : [
            'The funnel begins with those who were graded. Whoever never handed in is not in it; --invited <n> adds them.',
          ]),
      'A gate or a cap says what was found in the code. It does not say why somebody stopped there: time, the instructions and the skeleton count too.',
    ],
  };
}

function weeksSection({ weeks, drift }: CohortStatistics): Section {
  const changed = drift.map(
    ({ id, title, earlier, later, difference }) =>
      `${printable(id, 8)} ${printable(title, 60)}: met by ${countPhrase(earlier)} in the earlier half and by ${countPhrase(later)} in the later one, ` +
      `${percent(difference.value)} (${percent(difference.low)} to ${percent(difference.high)}).`,
  );
  return {
    id: 'weeks',
    title: 'Week by week',
    intro: ['Weeks of grading, not of hand-in: after a new grading everything lies in one week.'],
    head: ['Week', 'Hand-ins', 'Mean points of 100'],
    rows: weeks.map(({ week, people, percent: points }) => [week, String(people), estimatePhrase(points, 1)]),
    drawn: weeks.map(({ percent: p }) =>
      p === null ? null : { value: p.value / 100, low: p.low / 100, high: p.high / 100 },
    ),
    notes: [
      ...(changed.length === 0
        ? ['No rule was met clearly more or less often in the later half than in the earlier one.']
        : [
            'Rules that the later half met more or less often than the earlier one, beyond chance over all rules:',
            ...changed,
          ]),
      'Drift can mean that the challenge is known, that other people are invited, or that something in the process has changed. The figures cannot tell which.',
    ],
  };
}

function similaritySection({ pairs, submissions, commonFrom }: Similarity): Section {
  return {
    id: 'similarity',
    title: 'Code in common',
    intro: [
      `The ${plural(pairs.length, 'pair')} of ${plural(submissions, 'hand-in')} with most code in common that is neither in the skeleton nor in more than ${commonFrom} hand-ins. Names, literals, comments and layout do not count.`,
    ],
    head: ['Pair', 'In common', 'Where to read'],
    rows: pairs.flatMap(({ one, other, share, places }) =>
      places.map((place, index) => [
        `${printable(one, 40)} and ${printable(other, 40)}`,
        index === 0 ? percent(share) : 'and',
        `${printable(place.one, 60)} = ${printable(place.other, 60)}`,
      ]),
    ),
    notes: [
      pairs.length === 0
        ? `Nothing in common that is worth reading, or ${TOO_FEW}.`
        : 'Read both before you think anything. The share is that of the smaller hand-in. Code in common is a reason to read: two people can have learnt from the same text or asked the same assistant, and short solutions resemble each other.',
    ],
  };
}
