/** Settlings of a processor and its reports of what could not be recorded, as the oracle sees them. */

import { afterMeeting, unexplained, type Known, type Reached } from './known-runs.ts';
import { goesOn, sameJson, type DueEnd, type Phase } from './payment-run.ts';
import type { TraceEvent } from './trace.ts';

type EventOf<On extends TraceEvent['on']> = Extract<TraceEvent, { readonly on: On }>;

/** A run settles its claim once, with the outcome that follows from the attempts. */
export function meetSettling(known: Known, event: EventOf<'settling'>): Reached {
  const { settling, token, outcome, key } = event;
  const run = known.runs.find((each) => each.token === token && each.key === key);
  if (run === undefined)
    return unexplained(key, 'P12', `nobody has to settle the key, and it is settled as ${outcome.status}`);
  const phase = dueSettling(run.phase, outcome.status);
  if (phase === undefined) {
    const wanted = run.phase.on === 'charging' ? 'an attempt is under way' : 'the outcome is settled once';
    const rule = run.phase.on === 'settling' || run.phase.on === 'ending' ? 'P12' : 'P6';
    return unexplained(key, rule, `${wanted}, and the key is settled as ${outcome.status}`);
  }
  if (outcome.status !== phase.outcome.status) {
    const rule = phase.outcome.status === 'completed' ? 'P12' : 'P9';
    return unexplained(key, rule, `the key must be settled as ${phase.outcome.status}, and is as ${outcome.status}`);
  }
  if (!sameJson(outcome, phase.outcome)) {
    return unexplained(key, 'P1', 'the response of the provider must be recorded, and another one is');
  }
  return afterMeeting(known, run, goesOn(run, { on: 'settling', settling, outcome, due: phase.due }));
}

type SettlingDue = Extract<Phase, { readonly on: 'settling-due' }>;

function dueSettling(phase: Phase, status: string): SettlingDue | undefined {
  if (phase.on === 'settling-due') return phase;
  if (phase.on !== 'either') return undefined;
  const phases = [phase.answered, phase.timedOut].filter((each) => each.on === 'settling-due');
  return phases.find(({ outcome }) => outcome.status === status) ?? phases[0];
}

export function meetSettlingAnswer(known: Known, { settling, recorded }: EventOf<'settling-answered'>): Reached {
  const run = known.runs.find(({ phase }) => phase.on === 'settling' && phase.settling === settling);
  if (run?.phase.on !== 'settling') return known;
  const { due, outcome } = run.phase;
  if (recorded) return afterMeeting(known, run, goesOn(run, { on: 'ending', due }));
  const unrecorded: DueEnd = { ...due, rule: 'P12' };
  return afterMeeting(known, run, goesOn(run, { on: 'ending', due: unrecorded, unreported: outcome.status }));
}

/** Each outcome that could not be recorded is reported once. */
export function meetReport(known: Known, { key, status }: EventOf<'unrecorded'>): Reached {
  const run = known.runs.find(
    ({ phase, ...each }) => each.key === key && phase.on === 'ending' && phase.unreported === status,
  );
  if (run?.phase.on !== 'ending') {
    return unexplained(key, 'P12', `nothing is left to report, and onUnrecorded is told of a ${status} payment`);
  }
  return afterMeeting(known, run, goesOn(run, { on: 'ending', due: run.phase.due }));
}
