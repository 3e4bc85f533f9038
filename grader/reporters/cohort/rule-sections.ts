import { printable } from '../../printable.ts';
import type { CohortStatistics } from '../../report/cohort/cohort.ts';
import { ENOUGH } from '../../report/cohort/enough.ts';
import { countPhrase, estimatePhrase, sharePhrase } from './figures.ts';
import type { Section } from './section.ts';

/** Below this a rule hardly tells strong solutions from weak ones: Ebel and Frisbie (1991). */
const WEAK = 0.2;

/** Difficulty and discrimination of every rule. */
export function rulesSection({ rules }: CohortStatistics): Section {
  const weak = rules.filter(({ discrimination }) => discrimination !== null && discrimination.high < WEAK);
  const against = rules.filter(({ discrimination }) => discrimination !== null && discrimination.high < 0);
  const names = (some: typeof rules): string => some.map(({ id }) => printable(id, 8)).join(', ');
  return {
    id: 'rules',
    title: 'The rules',
    intro: [
      'Met: of those for whom the rule was measured. Discrimination: how the rule goes along with the points on all other rules, from -1 to 1.',
    ],
    head: ['Rule', 'Met', 'Share', 'Discrimination'],
    rows: rules.map(({ id, title, met, discrimination }) => [
      `${printable(id, 8).padEnd(4)}${printable(title, 40)}`,
      met.of === 0 ? 'not measured' : countPhrase(met),
      met.of === 0 ? '-' : sharePhrase(met),
      met.of === 0 ? '-' : estimatePhrase(discrimination),
    ]),
    drawn: rules.map(({ met }) => met.share),
    notes: [
      ...(against.length === 0
        ? []
        : [
            `Met more often by those who otherwise do worse, so look at the rule and its cases first: ${names(against)}.`,
          ]),
      ...(weak.length === 0
        ? []
        : [`Hardly tells strong hand-ins from weak ones (below ${WEAK} even at the upper end): ${names(weak)}.`]),
      `Discrimination needs ${ENOUGH.spread} hand-ins with every rule measured, ${ENOUGH.side} of which meet the rule and ${ENOUGH.side} of which do not. A rule that everybody meets is easy, not bad: it may be there for its cap.`,
    ],
  };
}

/** How often own tests notice each bug. */
export function mutantsSection({ mutants }: CohortStatistics): Section {
  return {
    id: 'mutants',
    title: 'Bugs that own tests notice',
    intro: ['Each is one bug in an otherwise correct implementation, on which the candidates’ own tests were run.'],
    head: ['Bug', 'Noticed by', 'Share', 'Computed for too long'],
    rows: mutants.map(({ id, title, killed, timeouts }) => [
      title === '' ? printable(id, 60) : `${printable(id, 40)}: ${printable(title, 80)}`,
      countPhrase(killed),
      sharePhrase(killed),
      String(timeouts),
    ]),
    drawn: mutants.map(({ killed }) => killed.share),
    notes: [
      'A bug that nobody notices, or everybody, tells nobody apart. Only hand-ins whose own tests could be tried on it are counted.',
    ],
  };
}
