/** Which reasons for dropping a test a candidate may read: the kit's own words, which are the same whatever implementation the test ran on. */

const OURS: readonly RegExp[] = [
  /^no test of this name is there in every run; a name must not hold anything random$/,
  /^it skips itself at times$/,
  /^not run: (?:the suite computes for more than \d+ s|too many tests of the suite never end)$/,
  /^no answer after \d+ ms of computing$/,
  /^(?:Test|Hook) timed out in \d+ms\.$/,
  /^[A-Za-z_$][\w$]{0,29} is not defined(?:: import it from 'vitest')?$/,
  /^[\w.]{1,40}(?: \(snapshots\))? is not available when tests are graded$/,
];

/** `message` as it is or nothing: what a test says itself may show a value that a hidden implementation gave. */
export function shownReason(message: string): string {
  return OURS.some((pattern) => pattern.test(message)) ? message : '';
}
