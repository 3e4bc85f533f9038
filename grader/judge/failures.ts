/** How a case can end apart from an assertion. */

import { decodeValue, Kept, Opaque, type WireError, type WireValue } from '../wire/value.ts';

/** The candidate's code did something that no case allows: it hung, crashed, never settled, threw at a call, … */
export class SubjectFailure extends Error {
  override readonly name = 'SubjectFailure';
  /** Whether the subject has to be started anew. */
  readonly fatal: boolean;
  /** Whether it may have come from outside: the machine did not let the subject run, or somebody killed it. */
  readonly fromOutside: boolean;

  constructor(message: string, { fatal = false, fromOutside = false } = {}) {
    super(message);
    this.fatal = fatal;
    this.fromOutside = fromOutside;
  }
}

/** The judge itself could not do its work; no rule may suffer for it. */
export class JudgeFault extends Error {
  override readonly name = 'JudgeFault';
}

/** An error of the subject as the judge sees it. */
export class SubjectError extends Error {
  /** The contract's classes (and `Error`, `TypeError`, `RangeError`) that it is an instance of. */
  readonly classes: readonly string[];
  readonly code: unknown;
  readonly key: unknown;
  readonly details: unknown;

  constructor(wire: WireError) {
    super(wire.message, wire.cause === undefined ? {} : { cause: decodeThrown(wire.cause) });
    this.name = wire.name;
    this.classes = wire.classes;
    this.code = wire.code === undefined ? undefined : decodeValue(wire.code);
    this.key = wire.key === undefined ? undefined : decodeValue(wire.key);
    this.details = wire.details === undefined ? undefined : decodeValue(wire.details);
  }
}

/** Whether the subject threw an instance of the contract's `PaymentError`. */
export function isPaymentError(thrown: unknown): thrown is SubjectError {
  return thrown instanceof SubjectError && thrown.classes.includes('PaymentError');
}

/** Whatever the subject threw: a `SubjectError`, a kept object (`Kept`), a plain value or an `Opaque` one. */
export function decodeThrown(wire: WireValue): unknown {
  return decodeValue(wire, (special) => {
    if ('e' in special) return new SubjectError(special.e);
    return 'r' in special ? new Kept(special.r) : new Opaque(special.x);
  });
}

/** One line about anything thrown. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof SubjectError) {
    const code = typeof thrown.code === 'string' ? ` ${thrown.code}` : '';
    return `${thrown.name || 'an error'}${code}${thrown.message === '' ? '' : ` (${thrown.message})`}`;
  }
  if (thrown instanceof Kept) return 'the very object that was thrown into it';
  if (thrown instanceof Opaque) return thrown.description;
  return JSON.stringify(thrown) ?? String(thrown);
}

/**
 * What is left of a case's failure for the reporter: its name and first line. The drawings and stacks that vitest would make of it cost more
 * than the case, and nobody sees them. An error of the subject's has a name that the candidate chose, which must not pass for the judge's.
 */
export function withoutStack(error: unknown): Error {
  const left = new Error(messageOf(error));
  left.name = error instanceof Error && !(error instanceof SubjectError) ? error.name : 'Error';
  left.stack = left.name;
  return left;
}

function messageOf(error: unknown): string {
  if (error instanceof SubjectError) return `a call that had to be answered was refused: ${describeThrown(error)}`;
  return error instanceof Error ? error.message : 'something that is no error was thrown';
}
