/** Charges of a processor, as the oracle sees them. */

import { afterMeeting, unexplained, type Known, type Reached } from './known-runs.ts';
import { afterAttempt, breaks, brief, goesOn, sameJson, type Met, type Phase, type Run } from './payment-run.ts';
import type { Breach, TraceEvent } from './trace.ts';

type EventOf<On extends TraceEvent['on']> = Extract<TraceEvent, { readonly on: On }>;

/** A charge belongs to the run whose next attempt is due, under that run's payment id. */
export function meetCharge(known: Known, event: EventOf<'charged'>): Reached {
  const runs = known.runs.map((run) => ({ run, phase: phaseAtCharge(run) }));
  const due = runs.filter(({ phase }) => phase.on === 'charge-due');
  const own = due.find(({ run }) => run.paymentId === event.paymentId);
  if (own !== undefined) return afterMeeting(known, own.run, startAttempt(own.run, own.phase, event, known));
  const sameId = known.runs.find((run) => run.paymentId === event.paymentId);
  const [other] = sameId === undefined ? due.filter(({ run }) => sameJson(run.payload, event.payload)) : [];
  if (other !== undefined) {
    const ids = `${brief(other.run.paymentId)}, and goes out under ${brief(event.paymentId)}`;
    return unexplained(other.run.key, 'P8', `attempt ${brief(event.attempt)} belongs to the payment ${ids}`);
  }
  return surplusCharge(known, event, sameId);
}

/** A timeout that was due at the instant of an answer shows in the attempt that follows. */
function phaseAtCharge({ phase }: Run): Phase {
  if (phase.on !== 'either') return phase;
  return phase.answered.on === 'charge-due' ? phase.answered : phase.timedOut;
}

function startAttempt(run: Run, phase: Phase, event: EventOf<'charged'>, { config }: Known): Met {
  if (phase.on !== 'charge-due') throw new Error('no attempt is due');
  const { attempt, at } = phase;
  const name = `attempt ${attempt}`;
  if (event.at !== at) {
    const pause = attempt === 1 ? 'as soon as the key is claimed' : 'when its pause is over';
    const off = event.at - at;
    const seen = `starts ${Math.abs(off)} ms too ${off > 0 ? 'late' : 'early'}`;
    return breaks(run, attempt === 1 ? 'P1' : 'P6', `${name} must start ${pause}, and ${seen}`);
  }
  if (event.attempt !== attempt) return breaks(run, 'P6', `${name} tells the provider ${brief(event.attempt)}`);
  if (!sameJson(event.payload, run.payload)) {
    return breaks(run, 'P14', `${name} must bring ${brief(run.payload)}, and brings ${brief(event.payload)}`);
  }
  return goesOn(run, { on: 'charging', charge: event.charge, attempt, deadline: at + config.attemptTimeoutMs });
}

/** Why a charge that no run may make is wrong: the rule that the run of its payment id or payload stands at. */
function surplusCharge({ runs }: Known, event: EventOf<'charged'>, sameId: Run | undefined): Reached {
  const ending = runs.find(({ phase, payload }) => phase.on === 'ending' && sameJson(payload, event.payload));
  const run = ending ?? sameId ?? runs.find(({ payload }) => sameJson(payload, event.payload));
  const seen = `the provider is charged under ${brief(event.paymentId)}`;
  if (run === undefined) return unexplained('', 'P2', `no call is open that may charge, and ${seen}`);
  return unexplained(run.key, surplusRule(run), `${standing(run.phase)}, and ${seen}`);
}

function surplusRule({ phase }: Run): Breach['rule'] {
  switch (phase.on) {
    case 'called':
    case 'claiming':
      return 'P1';
    case 'charge-due':
    case 'charging':
      return 'P6';
    case 'either':
    case 'settling-due':
    case 'settling':
      return 'P12';
    case 'ending':
      return phase.due.rule === 'P1' ? 'P12' : phase.due.rule;
  }
}

function standing(phase: Phase): string {
  switch (phase.on) {
    case 'called':
    case 'claiming':
      return 'the key is not claimed yet';
    case 'charge-due':
      return `attempt ${phase.attempt} is not due yet`;
    case 'charging':
      return `attempt ${phase.attempt} is under way`;
    case 'either':
    case 'settling-due':
    case 'settling':
      return 'the outcome of the payment is known';
    case 'ending':
      return 'the calls only have to be answered';
  }
}

/** The provider has answered; what comes after the timeout is ignored, what comes with it may count. */
export function meetAttemptEnd(known: Known, event: EventOf<'charge-answered'>): Reached {
  const { charge, answer, at } = event;
  const run = known.runs.find(({ phase }) => phase.on === 'charging' && phase.charge === charge);
  if (run?.phase.on !== 'charging' || at > run.phase.deadline) return known;
  const { attempt, deadline } = run.phase;
  const answered = afterAttempt(run, { attempt, answer, at }, known.config);
  if (at < deadline) return afterMeeting(known, run, goesOn(run, answered));
  const timedOut = afterAttempt(run, { attempt, answer: 'timeout', at }, known.config);
  return afterMeeting(known, run, goesOn(run, { on: 'either', charge, answered, timedOut }));
}

/** A signal aborts at the timeout of its attempt, and only there. */
export function meetAbort(known: Known, { charge, at }: EventOf<'aborted'>): Reached {
  const either = known.runs.find(({ phase }) => phase.on === 'either' && phase.charge === charge);
  if (either?.phase.on === 'either') return afterMeeting(known, either, goesOn(either, either.phase.timedOut));
  const run = known.runs.find(({ phase }) => phase.on === 'charging' && phase.charge === charge);
  if (run?.phase.on !== 'charging') {
    return unexplained('', 'P10', `charge ${charge + 1} is over, and its signal aborts`);
  }
  const { attempt, deadline } = run.phase;
  if (at !== deadline) {
    const seen = `aborts ${Math.abs(at - deadline)} ms too ${at < deadline ? 'early' : 'late'}`;
    return unexplained(run.key, 'P10', `attempt ${attempt} is aborted at its timeout, and ${seen}`);
  }
  return afterMeeting(known, run, goesOn(run, afterAttempt(run, { attempt, answer: 'timeout', at }, known.config)));
}
