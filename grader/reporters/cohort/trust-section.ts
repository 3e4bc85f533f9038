import type { CohortReliability, CohortStatistics, CutStatistics } from '../../report/cohort/cohort.ts';
import { ENOUGH } from '../../report/cohort/enough.ts';
import { TOO_FEW, countPhrase, estimatePhrase, sharePhrase } from './figures.ts';
import type { Section } from './section.ts';

/** How far totals, and decisions made on them, can be trusted. */
export function trustSection({ reliability, cut }: CohortStatistics): Section {
  const cutRows = cut === null ? [] : rowsOfCut(cut);
  return {
    id: 'trust',
    title: 'How far points can be trusted',
    intro: [
      reliability === null
        ? `This takes ${ENOUGH.spread} hand-ins with the same rules measured whose points differ: ${TOO_FEW}.`
        : `Over ${reliability.people.toLocaleString('en-US')} hand-ins and the sum of ${reliability.rules} rules (${reliability.outOf} points), before caps.`,
    ],
    head: ['Figure', 'Value', 'What it says'],
    rows: [...(reliability === null ? [] : rowsOf(reliability)), ...cutRows],
    notes: [
      'Rules share causes (what cannot claim atomically loses several), so alpha and the consistency look better than they are. Another exercise, another day or another reader of the instructions would add to the error, and none of that is in these figures.',
      ...(cut === null
        ? []
        : [
            'Who is above the cut is counted after caps; consistency is that of the sums before caps, and a cap decides on top of it.',
          ]),
      ...(cut === null ? ['Name a cut with --cut <points> to see how consistent decisions at it would be.'] : []),
    ],
  };
}

function rowsOf({
  alpha,
  standardError,
  mean,
  standardDeviation,
  outOf,
}: CohortReliability): readonly (readonly string[])[] {
  const double = (1.96 * standardError.value).toFixed(0);
  return [
    ['Mean', estimatePhrase(mean, 1), `points of ${outOf}; standard deviation ${standardDeviation.toFixed(1)}`],
    ['Alpha', estimatePhrase(alpha), 'spread that is not the choice of rules'],
    ['Standard error of measurement', estimatePhrase(standardError, 1), `points; every total give or take ${double}`],
  ];
}

function rowsOfCut({ cut, passing, consistency }: CutStatistics): readonly (readonly string[])[] {
  const at = `${cut} of 100 points`;
  return [
    [`At or above ${at}`, sharePhrase(passing), countPhrase(passing)],
    [
      'Consistent decisions',
      sharePhrase({ share: consistency?.agreement ?? null }),
      'same side of it in a second such test',
    ],
    ['Beyond chance (kappa)', estimatePhrase(consistency?.kappa ?? null), '0 is chance alone, 1 is perfect'],
  ];
}
