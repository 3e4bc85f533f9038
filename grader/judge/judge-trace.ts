/**
 * The oracle of processors: each call's result, every charge, payment id, delay and settling follow from what the store and
 * the provider answered. Goes through a trace and finds the first rule that it breaks.
 */

import { canonicalJson } from './canonical-json.ts';
import type { ProcessorConfig } from './contract.ts';
import type { Known, Reached } from './known-runs.ts';
import { sameJson, type Met, type Run } from './payment-run.ts';
import { meetCharge, meetAttemptEnd, meetAbort } from './trace-charges.ts';
import { meetClaim, meetClaimAnswer, meetRead } from './trace-claims.ts';
import { meetEnd, meetIdle } from './trace-ends.ts';
import { meetReport, meetSettling, meetSettlingAnswer } from './trace-settlings.ts';
import type { Breach, TraceEvent } from './trace.ts';

/** The first rule that the trace breaks; `undefined` when a correct processor could have left it. Unless it is over, calls may be open. */
export function judgeTrace(trace: readonly TraceEvent[], config: ProcessorConfig, isOver = true): Breach | undefined {
  let known: Known = { config, runs: [], started: new Set(), fingerprints: new Map() };
  for (const event of abortsFirst(trace)) {
    const reached = meet(known, event);
    if ('breach' in reached) return reached.breach;
    known = reached;
  }
  const [left] = isOver ? known.runs : [];
  return left === undefined ? undefined : breachOf(meetIdle(left, { at: Infinity, sleepers: 0 }));
}

/** A timeout is over with all that it leads to in that turn: the signal may as well abort after the payment was settled or the next attempt begun. */
function abortsFirst(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const ordered: TraceEvent[] = [];
  for (const event of trace) {
    let place = ordered.length;
    if (event.on === 'aborted') while (mayFollow(ordered[place - 1], event)) place -= 1;
    ordered.splice(place, 0, event);
  }
  return ordered;
}

function mayFollow(event: TraceEvent | undefined, abort: Extract<TraceEvent, { readonly on: 'aborted' }>): boolean {
  if (event === undefined || event.at !== abort.at) return false;
  return event.on === 'settling' || (event.on === 'charged' && event.charge !== abort.charge);
}

function meet(known: Known, event: TraceEvent): Reached {
  switch (event.on) {
    case 'called':
      return joinOrStart(known, event);
    case 'claimed':
      return meetClaim(known, event);
    case 'claim-answered':
      return meetClaimAnswer(known, event);
    case 'read':
      return meetRead(known, event);
    case 'charged':
      return meetCharge(known, event);
    case 'charge-answered':
      return meetAttemptEnd(known, event);
    case 'aborted':
      return meetAbort(known, event);
    case 'settling':
      return meetSettling(known, event);
    case 'settling-answered':
      return meetSettlingAnswer(known, event);
    case 'unrecorded':
      return meetReport(known, event);
    case 'ended':
      return meetEnd(known, event);
    case 'idle':
      for (const run of known.runs) {
        const breach = breachOf(meetIdle(run, event));
        if (breach !== undefined) return { breach };
      }
      return known;
  }
}

/** A call joins the run of its key and payload at its processor that is under way, or starts one. */
function joinOrStart(known: Known, event: Extract<TraceEvent, { readonly on: 'called' }>): Reached {
  const { call, processor, key, payload } = event;
  const underWay = known.runs.find(
    (run) => run.processor === processor && run.key === key && sameJson(run.payload, payload),
  );
  if (underWay === undefined) {
    const name = `${processor} ${canonicalJson([key, payload])}`;
    const isAgain = known.started.has(name);
    const run: Run = {
      processor,
      key,
      payload,
      calls: [call],
      open: [call],
      phase: { on: 'called' },
      isAgain,
      reads: [],
    };
    return { ...known, runs: [...known.runs, run], started: new Set(known.started).add(name) };
  }
  const joined = { ...underWay, calls: [...underWay.calls, call], open: [...underWay.open, call] };
  return { ...known, runs: known.runs.map((run) => (run === underWay ? joined : run)) };
}

function breachOf(met: Met): Breach | undefined {
  return 'breach' in met ? met.breach : undefined;
}
