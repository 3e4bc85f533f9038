/** What came of grading one cheat with one grader. */
export interface Outcome {
  /** Everything that can be had. */
  readonly fullMarks: boolean;
  /** No end within the deadline. */
  readonly hung: boolean;
  /** A secret of the grader's machine stands in what it says. */
  readonly leaked: boolean;
  readonly tookMs: number;
  /** Peak memory of the grader's own process; 0 where it was not looked at. */
  readonly peakMiB: number;
}
