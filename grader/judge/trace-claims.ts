/** Claims and reads of a processor, as the oracle sees them. */

import { afterMeeting, unexplained, type Fingerprinted, type Known, type Reached } from './known-runs.ts';
import { afterClaim, brief, goesOn, sameJson, type Run } from './payment-run.ts';
import type { TraceEvent, TraceRule } from './trace.ts';

type EventOf<On extends TraceEvent['on']> = Extract<TraceEvent, { readonly on: On }>;

/** A run claims once, with a fingerprint that stands for its payload. */
export function meetClaim(known: Known, event: EventOf<'claimed'>): Reached {
  const { processor, key, fingerprint, claim } = event;
  const here = known.runs.filter((run) => run.processor === processor && run.key === key);
  const seen = known.fingerprints.get(key) ?? [];
  const run = claimant(here, fingerprint, seen);
  if (run === undefined) {
    const expected = here.length === 0 ? 'is asked for by nobody' : 'must be claimed once for all calls that overlap';
    return unexplained(key, surplusRule(here), `the key ${expected}, and processor ${processor + 1} claims it again`);
  }
  const wrong = seen.find((one) => sameJson(one.payload, run.payload) !== (one.fingerprint === fingerprint));
  if (wrong !== undefined) {
    const [what, how] = wrong.fingerprint === fingerprint ? ['different', 'the same'] : ['equal', 'different'];
    const payloads = `${brief(wrong.payload)} and ${brief(run.payload)}`;
    return unexplained(key, 'P5', `${payloads} are ${what} payloads, and are claimed with ${how} fingerprints`);
  }
  const fingerprints = new Map(known.fingerprints).set(key, [...seen, { fingerprint, payload: run.payload }]);
  return afterMeeting({ ...known, fingerprints }, run, goesOn(run, { on: 'claiming', claim }));
}

/** The rule that a further claim breaks: a run that nobody has joined can only have made it for what it was answered. */
function surplusRule(here: readonly Run[]): TraceRule {
  const [alone] = here.flatMap(({ phase, calls }) =>
    phase.on === 'ending' && calls.length === 1 ? [phase.due.rule] : [],
  );
  return alone ?? 'P3';
}

/** The run that a claim belongs to: one that has not claimed, the one of that fingerprint first of all. */
function claimant(here: readonly Run[], fingerprint: string, seen: readonly Fingerprinted[]): Run | undefined {
  const waiting = here.filter((run) => run.phase.on === 'called');
  const known = seen.find((one) => one.fingerprint === fingerprint);
  return waiting.find((run) => known !== undefined && sameJson(known.payload, run.payload)) ?? waiting[0];
}

export function meetClaimAnswer(known: Known, event: EventOf<'claim-answered'>): Reached {
  const { claim, answer, at } = event;
  const run = known.runs.find(({ phase }) => phase.on === 'claiming' && phase.claim === claim);
  if (run === undefined) return known;
  const id = answer.outcome === 'inserted' ? answer.paymentId : undefined;
  const twin = known.runs.find((other) => id !== undefined && other.paymentId === id && other.key !== run.key);
  if (twin !== undefined) return unexplained(run.key, 'P8', `two keys are claimed with the payment id ${brief(id)}`);
  return afterMeeting(known, run, afterClaim(run, answer, at));
}

/** A processor may look before it claims, and once more when the key was taken; what it saw can decide a call. */
export function meetRead(known: Known, { processor, key, record }: EventOf<'read'>): Reached {
  if (record === undefined) return known;
  const runs = known.runs.map((run) => {
    const looks = run.processor === processor && run.key === key && (run.phase.on === 'called' || isTaken(run));
    return looks ? { ...run, reads: [...run.reads, record] } : run;
  });
  return { ...known, runs };
}

/** Its claim has met a payment that was under way. */
function isTaken({ phase }: Run): boolean {
  return phase.on === 'ending' && phase.due.rule === 'P4';
}
