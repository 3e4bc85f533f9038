/** Answers to callers and idle moments, as the oracle sees them. */

import { afterMeeting, unexplained, type Known, type Reached } from './known-runs.ts';
import {
  breaks,
  describeEnd,
  describeRefusal,
  duplicateEnd,
  goesOn,
  sameJson,
  type DueEnd,
  type Met,
  type Phase,
  type Run,
} from './payment-run.ts';
import type { Breach, CallEnd, TraceEvent } from './trace.ts';

type EventOf<On extends TraceEvent['on']> = Extract<TraceEvent, { readonly on: On }>;

/** A call ends when its run is over, and as the run does. */
export function meetEnd(known: Known, { call, end }: EventOf<'ended'>): Reached {
  const run = known.runs.find(({ open }) => open.includes(call));
  if (run === undefined) return known;
  const which = run.calls[0] === call ? 'the call' : 'a call that joined';
  const dues = duesOf(run, known);
  const [due] = dues;
  if (due === undefined) {
    return unexplained(
      run.key,
      ruleBeforeClaim(run) ?? earlyRule(run.phase, end),
      `${tooEarly(run.phase)}, and ${which} has ended: ${seenEnd(end)}`,
    );
  }
  if (!dues.some((each) => isSameEnd(each.end, end))) {
    const seen = `${which} must ${describeEnd(due.end)}, and ends differently: ${seenEnd(end)}`;
    return unexplained(run.key, otherEndRule(run, due, end), seen);
  }
  const open = run.open.filter((each) => each !== call);
  const { phase } = run;
  if (open.length === 0 && phase.on === 'ending' && phase.unreported !== undefined) return unreported(run);
  return afterMeeting(known, run, goesOn(run, phase, { open }));
}

function unreported({ key }: Run): Reached {
  return unexplained(key, 'P12', 'onUnrecorded must be told of an outcome that is not recorded, and is not');
}

/** The ends that are right now; none while the run is not over. */
function duesOf({ phase, reads, key, payload }: Run, { fingerprints }: Known): readonly DueEnd[] {
  if (phase.on === 'ending') {
    // The payment may be recorded between the claim and a second look: both answers were true at their time.
    const later = phase.due.rule === 'P4' ? reads : [];
    const replays = later.flatMap(({ status, response }) =>
      status === 'completed' ? [duplicateEnd(status, response)] : [],
    );
    return [phase.due, ...replays];
  }
  if (phase.on !== 'called') return [];
  return reads.flatMap(({ status, fingerprint, response }) => {
    const owner = fingerprints.get(key)?.find((one) => one.fingerprint === fingerprint);
    if (owner !== undefined && !sameJson(owner.payload, payload)) {
      return [{ rule: 'P5', end: { code: 'PAYLOAD_MISMATCH' } } as const];
    }
    return status === 'failed' ? [] : [duplicateEnd(status, response)];
  });
}

function isSameEnd(wanted: CallEnd, seen: CallEnd): boolean {
  if ('resolved' in wanted) return 'resolved' in seen && sameJson(wanted.resolved, seen.resolved);
  if ('resolved' in seen || wanted.code !== seen.code) return false;
  const { details } = wanted;
  return details === undefined || sameJson({ ...seen.details, ...details }, { ...seen.details });
}

/** Whoever joined must be told the same. Which error a failure is told by, and with which details, is asked by P6 and P7. */
function otherEndRule(run: Run, due: DueEnd, end: CallEnd): Breach['rule'] {
  if (run.open.length < run.calls.length) return 'P3';
  const [code, seen] = [codeOf(due.end), codeOf(end)];
  if (code === undefined || seen === undefined) return due.rule;
  if (code === seen) return 'P7';
  return FAILURES[seen] === undefined ? due.rule : (FAILURES[code] ?? due.rule);
}

/** The rules of the errors by which a payment itself fails. */
const FAILURES: Readonly<Record<string, Breach['rule']>> = {
  RETRIES_EXHAUSTED: 'P6',
  DECLINED: 'P7',
  PROVIDER_FAULT: 'P7',
};

function codeOf(end: CallEnd): string | undefined {
  return 'code' in end ? end.code : undefined;
}

function seenEnd(end: CallEnd): string {
  return 'resolved' in end ? 'resolved' : describeRefusal(end);
}

/**
 * What an answer without a claim breaks: a record that was read as failed is to be tried again, and a call that comes after a run
 * of the same payment is answered from the store, not with what that run came to.
 */
function ruleBeforeClaim({ phase, reads, isAgain }: Run): Breach['rule'] | undefined {
  if (phase.on !== 'called') return undefined;
  if (reads.some(({ status }) => status === 'failed')) return 'P9';
  return isAgain ? 'P3' : undefined;
}

function earlyRule(phase: Phase, end: CallEnd): Breach['rule'] {
  if (isUnsettledFailure(phase) && codeOf(phase.due.end) === codeOf(end)) return 'P9';
  if ('resolved' in end) return phase.on === 'called' || phase.on === 'claiming' ? 'P2' : 'P1';
  const rules: Readonly<Record<string, Breach['rule']>> = {
    ...FAILURES,
    IN_PROGRESS: 'P4',
    PAYLOAD_MISMATCH: 'P5',
    STORE_UNAVAILABLE: 'P11',
  };
  return rules[end.code] ?? 'P1';
}

function isUnsettledFailure(phase: Phase): phase is Extract<Phase, { readonly on: 'settling-due' | 'settling' }> {
  return (phase.on === 'settling-due' || phase.on === 'settling') && phase.outcome.status === 'failed';
}

function tooEarly(phase: Phase): string {
  switch (phase.on) {
    case 'called':
    case 'claiming':
      return 'the store has not answered the claim';
    case 'charge-due':
      return `attempt ${phase.attempt} is still to come`;
    case 'charging':
      return `attempt ${phase.attempt} is under way`;
    default:
      return 'the outcome is not recorded yet';
  }
}

/** An idle moment: its virtual time, and how many sleeps of the solution are under way. */
interface Moment {
  readonly at: number;
  readonly sleepers: number;
}

/** What waits at an idle moment waits for something: the store, the provider, or its next attempt. */
export function meetIdle(run: Run, moment: Moment): Met {
  const { phase } = run;
  const { at, sleepers } = moment;
  switch (phase.on) {
    case 'claiming':
    case 'settling':
      return goesOn(run, phase);
    case 'called':
      return breaks(run, run.isAgain ? 'P3' : 'P1', 'the call must claim its key, and the store is not asked');
    case 'charge-due': {
      if (at < phase.at && sleepers > 0) return goesOn(run, phase);
      const name = `attempt ${phase.attempt}`;
      if (phase.attempt === 1) return breaks(run, 'P1', `the key is claimed and ${name} must start, and it does not`);
      return breaks(run, 'P6', `${name} must follow the pause, and nothing leads to it`);
    }
    case 'charging':
      if (at <= phase.deadline) return goesOn(run, phase);
      return breaks(run, 'P10', `attempt ${phase.attempt} must be aborted at its timeout, and is not`);
    case 'either':
      return meetIdleEither(run, phase, moment);
    case 'settling-due': {
      const { status } = phase.outcome;
      // Who sleeps after a failure that is final goes on trying.
      const failed = sleepers > 0 ? phase.due.rule : 'P9';
      const rule = status === 'completed' ? 'P1' : failed;
      return breaks(run, rule, `the payment must be settled as ${status}, and it is not`);
    }
    case 'ending': {
      const rule = run.open.length < run.calls.length ? 'P3' : phase.due.rule;
      return breaks(run, rule, `the call must ${describeEnd(phase.due.end)}, and it is still open`);
    }
  }
}

function meetIdleEither(
  run: Run,
  { answered, timedOut }: Extract<Phase, { readonly on: 'either' }>,
  moment: Moment,
): Met {
  const met = meetIdle({ ...run, phase: answered }, moment);
  const fits = 'run' in met || 'run' in meetIdle({ ...run, phase: timedOut }, moment);
  return fits ? goesOn(run, run.phase) : met;
}
