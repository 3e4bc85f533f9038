/** From what judge and subject said to a story that needs no source of the hidden suites. Pure. */

import type { Story, StoryStep } from '../../model/story.ts';
import { printable } from '../../printable.ts';
import type { Command, SubjectEvent } from '../../wire/messages.ts';
import { decodeValue, type WireValue } from '../../wire/value.ts';
import {
  describeCall,
  describeGate,
  describePassed,
  describeRelease,
  describeScripted,
  describeSettled,
  describeUnrecorded,
} from './describe.ts';
import { expectationOf } from './expectation.ts';
import { foldRepeats } from './fold-repeats.ts';
import { startOf, toldOf, withVirtualTimes } from './instants.ts';
import type { Focus, LogEntry } from './log.ts';
import { memberOf } from '../member-of.ts';
import { briefly, namesOf, refusal, type Names } from './names.ts';

/** Steps shown from the beginning and from the end of a long story. */
const SHOWN_AT_EACH_END = 40;
const MAX_TEXT = 200;

export interface StoryInput {
  readonly log: readonly LogEntry[];
  readonly focus: Focus | undefined;
  /** What the case threw. */
  readonly error: unknown;
}

type GateEvent = Extract<SubjectEvent, { readonly on: 'gate' }>;
type CallCommand = Extract<Command, { readonly do: 'call' }>;

/** What is known while the log is read. */
interface Reading {
  readonly names: Names;
  readonly gates: Map<number, GateEvent>;
  readonly calls: Map<string, CallCommand>;
  /** What an object of the case's own was made of, by its handle. */
  readonly made: Map<string, WireValue>;
  /** Payments of the key in focus. */
  readonly payments: Set<unknown>;
  /** The key in focus. */
  readonly key: string | undefined;
}

type Told = Omit<StoryStep, 'atMs'>;

/** The story of a case that failed with `error`. */
export function tellStory({ log: whole, focus, error }: StoryInput): Story {
  const log = toldOf(whole, focus);
  const startedAt = startOf(log);
  const names = namesOf(handlesIn(log));
  const reading: Reading = {
    ...{ names, gates: new Map(), calls: new Map(), made: new Map(), payments: new Set() },
    key: keyIn(focus),
  };
  const steps: StoryStep[] = [];
  let clock = -Infinity;
  for (const entry of log) {
    const atMs = entry.at - startedAt;
    const back: Told[] = entry.at < clock ? [{ from: 'clock', to: null, text: 'is set back' }] : [];
    clock = entry.at;
    const told =
      'commands' in entry
        ? entry.commands.flatMap((command) => tellCommand(reading, command))
        : entry.events.flatMap((event) => tellEvent(reading, event));
    steps.push(...[...back, ...told].map((step) => ({ atMs, ...step, text: printable(step.text, MAX_TEXT) })));
  }
  const thrown = scriptedIn(log);
  const kept = (handle: string): string => `the very ${thrown.get(handle) ?? 'object'}`;
  const { expected, got } = expectationOf(error, kept);
  const timed = (text: string | null): string | null => (text === null ? null : withVirtualTimes(text, startedAt));
  return { ...shorten(foldRepeats(steps)), expected: timed(expected), got: timed(got) };
}

function handlesIn(log: readonly LogEntry[]): ReadonlyMap<string, readonly string[]> {
  const handles = { store: new Set<string>(), processor: new Set<string>(), provider: new Set<string>() };
  for (const command of log.flatMap((entry) => ('commands' in entry ? entry.commands : []))) {
    if (command.do === 'open-store') handles.store.add(command.handle);
    if (command.do !== 'open-processor') continue;
    handles.processor.add(command.handle);
    handles.provider.add(command.provider);
    handles.store.add('judge' in command.store ? command.store.judge : command.store.own);
  }
  return new Map(Object.entries(handles).map(([kind, all]) => [kind, [...all]]));
}

/** Everything that was thrown into the solution, by its handle. */
function scriptedIn(log: readonly LogEntry[]): ReadonlyMap<string, string> {
  const specs = log
    .flatMap((entry) => ('commands' in entry ? entry.commands : []))
    .flatMap((command) => {
      if (command.do === 'arm-throw') return [command.error];
      return command.do === 'release' && 'reject' in command.how ? [command.how.reject] : [];
    });
  return new Map(specs.map((spec) => [spec.handle, describeScripted(spec)]));
}

function tellCommand(reading: Reading, command: Command): readonly Told[] {
  const { names } = reading;
  switch (command.do) {
    case 'call': {
      if (!isInFocus(reading, decodeValue(command.args[0] ?? null))) return [];
      reading.calls.set(command.call, command);
      const text = describeCall(names, command.method, argumentsOf(reading, command));
      return [{ from: names.call(command.call), to: names.opened(command.target), text }];
    }
    case 'release': {
      const gate = reading.gates.get(command.gate);
      const text = gate === undefined || isSleep(gate) ? undefined : describeRelease(names, gate, command.how);
      return gate === undefined || text === undefined ? [] : [answer(reading, gate, text)];
    }
    case 'make':
      reading.made.set(command.handle, command.value);
      return [];
    case 'scramble':
      return [{ from: 'caller', to: null, text: 'changes everything in an object that it handed over or was given' }];
    case 'claims':
      return [{ from: 'caller', to: names.opened(command.target), text: describeClaims(command) }];
    case 'open-store':
      return reading.key === undefined ? [openedWith(`a store with ttlMs ${briefly(decodeValue(command.ttlMs))}`)] : [];
    case 'open-processor':
      return reading.key === undefined ? [openedWith(`a processor with ${describeConfig(command.config)}`)] : [];
    default:
      return [];
  }
}

/** As they were when they were handed over. */
function argumentsOf({ made }: Reading, { args }: CallCommand): readonly WireValue[] {
  return args.map((arg) => (typeof arg === 'object' && arg !== null && 'r' in arg ? (made.get(arg.r) ?? arg) : arg));
}

function openedWith(what: string): Told {
  return { from: 'caller', to: null, text: `opens ${what}` };
}

function describeConfig(config: Extract<Command, { readonly do: 'open-processor' }>['config']): string {
  const decoded = decodeValue(config);
  const name = (member: string): string => `${member} ${briefly(memberOf(decoded, member))}`;
  return ['maxAttempts', 'retryDelayMs', 'maxRetryDelayMs', 'attemptTimeoutMs'].map(name).join(', ');
}

function describeClaims({ claims, everyMs }: Extract<Command, { readonly do: 'claims' }>): string {
  if (claims === 1) return '1 claim of a fresh key';
  return `${claims} claims of fresh keys, ${everyMs === 0 ? 'all in one instant' : `one every ${everyMs} ms`}`;
}

function tellEvent(reading: Reading, event: SubjectEvent): readonly Told[] {
  const { names, calls, gates } = reading;
  switch (event.on) {
    case 'opened':
      return event.error === undefined
        ? []
        : [{ from: 'factory', to: null, text: refusal(event.error).replace(/^rejects/u, 'throws') }];
    case 'settled':
    case 'failed': {
      const call = calls.get(event.call);
      if (call === undefined) return [];
      const text = event.on === 'settled' ? describeSettled(names, call.shape, event.value) : describeFailed(event);
      return [{ from: names.opened(call.target), to: names.call(event.call), text }];
    }
    case 'gate':
      return tellGate(reading, event);
    case 'aborted': {
      const gate = gates.get(event.gate);
      return gate === undefined ? [] : [asks(reading, gate, isSleep(gate) ? 'aborts its sleep' : 'aborts its charge')];
    }
    case 'passed': {
      const gate = gates.get(event.gate);
      return gate === undefined ? [] : [answer(reading, gate, describePassed(names, event.ok, event.value))];
    }
    case 'unrecorded':
      return [{ from: names.opened(event.by), to: null, text: describeUnrecorded(names, event.value) }];
    case 'unhandled':
      return [{ from: 'process', to: null, text: `a rejection that nobody handles: ${refusal(event.error)}` }];
    default:
      return [];
  }
}

function describeFailed({ error, sync }: Extract<SubjectEvent, { readonly on: 'failed' }>): string {
  return sync ? refusal(error).replace(/^rejects/u, 'throws at the call') : refusal(error);
}

function tellGate(reading: Reading, gate: GateEvent): readonly Told[] {
  const [first, second] = gate.args.map((arg) => decodeValue(arg));
  if (reading.key !== undefined) {
    const charge = gate.kind === 'provider.charge';
    if (isSleep(gate) || !(charge ? reading.payments.has(first) : isInFocus(reading, first))) return [];
    if (gate.kind === 'store.insertPending') reading.payments.add(memberOf(second, 'paymentId'));
  }
  reading.gates.set(gate.gate, gate);
  return [asks(reading, gate, describeGate(reading.names, gate))];
}

function keyIn(focus: Focus | undefined): string | undefined {
  return focus !== undefined && 'key' in focus ? focus.key : undefined;
}

function isInFocus(reading: Reading, key: unknown): boolean {
  return reading.key === undefined || reading.key === key;
}

function isSleep({ kind }: GateEvent): boolean {
  return kind === 'clock.sleep' || kind === 'timer';
}

function asks({ names }: Reading, gate: GateEvent, text: string): Told {
  return { from: gate.by === '' ? 'solution' : names.opened(gate.by), to: laneOf(names, gate), text };
}

function answer({ names }: Reading, gate: GateEvent, text: string): Told {
  return { from: laneOf(names, gate), to: names.opened(gate.by), text };
}

function laneOf(names: Names, gate: GateEvent): string {
  return isSleep(gate) ? 'clock' : names.opened(gate.source);
}

/** The order of lanes: who calls, who is called, whom that asks. */
const LANE_ORDER = ['caller', 'call', 'factory', 'processor', 'solution', 'store', 'provider', 'clock', 'process'];

function shorten(steps: readonly StoryStep[]): Pick<Story, 'lanes' | 'steps' | 'omitted'> {
  const omitted = Math.max(0, steps.length - 2 * SHOWN_AT_EACH_END);
  const shown = omitted === 0 ? steps : [...steps.slice(0, SHOWN_AT_EACH_END), ...steps.slice(-SHOWN_AT_EACH_END)];
  const lanes = new Set(shown.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
  const rank = (lane: string): number => LANE_ORDER.indexOf(lane.split(' ', 1).join(''));
  return { lanes: [...lanes].sort((one, other) => rank(one) - rank(other)), steps: shown, omitted };
}
