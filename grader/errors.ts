/** The errors that are not ours: everything else that is thrown is a defect of the kit (exit code 4). */

/** The user asked for something that cannot be done. The message says what to do instead; it is printed without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A challenge pack breaks its own format. The message names the file and the fix; it is printed without a stack. */
export class ChallengeError extends Error {
  override readonly name = 'ChallengeError';
}

/** There is nothing in the submission that could be graded: the message says what was looked for. */
export class NothingGradableError extends Error {
  override readonly name = 'NothingGradableError';
}
