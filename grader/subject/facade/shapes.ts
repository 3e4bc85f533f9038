/** The data that crosses the facade: always the contract's members in the contract's order, whatever an implementation keeps. */

/** `json` is copied as it is, `error` is made anew; anything else lists the members that are copied. */
export type Shape = 'json' | 'error' | readonly (readonly [name: string, shape: Shape])[];

export const RECORD: Shape = [
  ['key', 'json'],
  ['status', 'json'],
  ['fingerprint', 'json'],
  ['paymentId', 'json'],
  ['createdAt', 'json'],
  ['expiresAt', 'json'],
  ['response', 'json'],
];

export const INSERT_RESULT: Shape = [
  ['outcome', 'json'],
  ['token', 'json'],
  ['record', RECORD],
];

export const CLAIM: Shape = [
  ['fingerprint', 'json'],
  ['paymentId', 'json'],
];

export const OUTCOME: Shape = [
  ['status', 'json'],
  ['response', 'json'],
];

export const CHARGE: Shape = [
  ['paymentId', 'json'],
  ['attempt', 'json'],
  ['payload', 'json'],
];

export const UNRECORDED: Shape = [
  ['key', 'json'],
  ['paymentId', 'json'],
  ['status', 'json'],
  ['cause', 'error'],
];

export const DETAILS: Shape = [
  ['paymentId', 'json'],
  ['attempts', 'json'],
];
