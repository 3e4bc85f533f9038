/** What the judge sees of processors at work: every call, every store result and provider outcome, in order. */

import type { JsonValue, PaymentOutcome } from './contract.ts';

/** How the store answered a claim. */
export type ClaimAnswer =
  | { readonly outcome: 'inserted'; readonly token: string; readonly paymentId: string }
  | {
      readonly outcome: 'duplicate';
      readonly status: 'pending' | 'completed';
      /** Of a completed record. */
      readonly response?: JsonValue;
    }
  | { readonly outcome: 'mismatch' }
  /** The store did not take the claim, or its answer was lost. */
  | { readonly outcome: 'broken' };

/** How an attempt ended at the provider. */
export type ChargeAnswer =
  | { readonly outcome: 'approved'; readonly response: JsonValue }
  | { readonly outcome: 'network' | 'declined' | 'fault' };

/** How a call ended: with a response, or with the code of its error (what it is, for an error without one). */
export type CallEnd =
  | { readonly resolved: JsonValue }
  | { readonly code: string; readonly details?: { readonly paymentId?: unknown; readonly attempts?: unknown } };

/** A live record as `get` shows it to a processor. */
export interface SeenRecord {
  readonly status: 'pending' | 'completed' | 'failed';
  readonly fingerprint: string;
  readonly response?: JsonValue;
}

export type Happening =
  | {
      readonly on: 'called';
      readonly call: number;
      readonly processor: number;
      readonly key: string;
      readonly payload: JsonValue;
    }
  | {
      readonly on: 'claimed';
      readonly claim: number;
      readonly processor: number;
      readonly key: string;
      readonly fingerprint: string;
    }
  | { readonly on: 'claim-answered'; readonly claim: number; readonly answer: ClaimAnswer }
  | { readonly on: 'read'; readonly processor: number; readonly key: string; readonly record?: SeenRecord }
  | {
      readonly on: 'charged';
      readonly charge: number;
      readonly paymentId: unknown;
      readonly attempt: unknown;
      readonly payload: unknown;
    }
  | { readonly on: 'charge-answered'; readonly charge: number; readonly answer: ChargeAnswer }
  /** The signal of a charge has aborted. */
  | { readonly on: 'aborted'; readonly charge: number }
  | {
      readonly on: 'settling';
      readonly settling: number;
      readonly key: string;
      readonly token: string;
      readonly outcome: PaymentOutcome;
    }
  | { readonly on: 'settling-answered'; readonly settling: number; readonly recorded: boolean }
  /** `onUnrecorded` was called. */
  | { readonly on: 'unrecorded'; readonly key: string; readonly status: string }
  | { readonly on: 'ended'; readonly call: number; readonly end: CallEnd }
  /** Nothing moves any more without time going on or the judge letting something go. */
  | { readonly on: 'idle'; readonly sleepers: number };

/** One thing that happened, at a virtual time in milliseconds. */
export type TraceEvent = Happening & { readonly at: number };

/** The rules that a trace can break: a processor's, in the order of the challenge's list. */
export type TraceRule = `P${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 14}`;

/** The first rule that a trace breaks. */
export interface Breach {
  readonly rule: TraceRule;
  /** The key whose payment shows it. */
  readonly key: string;
  /** One line: what had to happen, and what happened. */
  readonly message: string;
}
