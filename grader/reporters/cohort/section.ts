import type { Estimate } from '../../report/statistics/proportion.ts';

/** A figure on a scale from 0 to 1, to be drawn. */
export type Drawn = Estimate | null;

/** One part of the statistics, ready for a terminal or a page. All texts are printable. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What the figures say and what they do not, before them. */
  readonly intro: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** As long as `rows`; absent where nothing is drawn. */
  readonly drawn?: readonly Drawn[];
  /** How to read it with care, after the figures. */
  readonly notes: readonly string[];
}
