/** A story tells what happened in one case, step by step, so that a reader needs no source of the hidden suites. */

/** One thing that happened. */
export interface StoryStep {
  /** Virtual time in milliseconds since the case began; at least 0 unless the case set the clock back. */
  readonly atMs: number;
  /** The lane that acts: `call A`, `processor 1`, `store`, `provider`, `clock`. */
  readonly from: string;
  /** The lane that is acted on; `null` for something that concerns `from` alone. */
  readonly to: string | null;
  /** What happens, in plain words: one printable line of at most 200 characters. */
  readonly text: string;
}

/** What happened in one case, told as data: a timeline in the terminal, a sequence diagram in the HTML report. */
export interface Story {
  /** Every lane that occurs in `steps`, in the order in which they are drawn. */
  readonly lanes: readonly string[];
  /** At most 80, in order; of a longer case the first 40 and the last 40. */
  readonly steps: readonly StoryStep[];
  /** How many steps were left out of the middle. */
  readonly omitted: number;
  /** What should have been seen at the end, and what was seen: one printable line each, or `null` where the message says it all. */
  readonly expected: string | null;
  readonly got: string | null;
}
