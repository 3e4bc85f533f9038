/** The ways in which a payment can fail: what the provider answers to every attempt. */

import type { ThrowSpec } from '../../../../grader/wire/messages.ts';
import { declinedError, networkError, otherError, theVery, thrownValue } from '../../../../grader/judge/errors.ts';
import type { ScriptedProvider } from '../../../../grader/judge/scripted-provider.ts';

/** One payment that ends badly. */
export interface BadEnding {
  /** For titles: "a decline". */
  readonly name: string;
  /** The code of the caller's error. */
  readonly code: string;
  error(): ThrowSpec;
}

/** The provider fails in a way of its own. */
export const FAULT: BadEnding = {
  name: 'a fault of the provider',
  code: 'PROVIDER_FAULT',
  error: () => otherError('no such currency'),
};

/** The provider declines. */
export const DECLINE: BadEnding = { name: 'a decline', code: 'DECLINED', error: () => declinedError() };

export const BAD_ENDINGS: readonly BadEnding[] = [
  DECLINE,
  FAULT,
  { name: 'a thrown string', code: 'PROVIDER_FAULT', error: () => thrownValue('down') },
  { name: 'exhausted retries', code: 'RETRIES_EXHAUSTED', error: () => networkError('no route') },
];

/** From now on every attempt fails like that, however many there are; returns the cause of the caller's error. */
export function failAll(provider: ScriptedProvider, ending: BadEnding): unknown {
  const error = ending.error();
  provider.otherwise({ kind: 'fail', error });
  return theVery(error);
}

/** From now on attempts are approved again. */
export function recover(provider: ScriptedProvider): void {
  provider.otherwise({ kind: 'approve' });
}
