/** What one run of a suite has told: whatever it says is text of the candidate's, and no more of it is kept than a suite may say. */

import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../printable.ts';
import type { SubjectEvent } from '../../wire/messages.ts';
import { decodeValue } from '../../wire/value.ts';

export interface TestOutcome {
  /**
   * `timed-out`: it waited for what never came; `lost`: it computed for too long, or its process died of it; `not-run`: the run was over
   * before its turn came.
   */
  readonly status: 'passed' | 'failed' | 'timed-out' | 'lost' | 'skipped' | 'not-run';
  readonly message: string | null;
}

/** Grows while the run goes on. */
export interface SuiteRun {
  /** Names of the tests that count, in the order of files and appearance; printable. */
  readonly names: Set<string>;
  readonly outcomes: Map<string, TestOutcome>;
  /** A few; printable. */
  readonly problems: string[];
  /** The files of which only the first tests count; a few; printable. */
  readonly cuts: string[];
  /** How many tests of each file are the skeleton's. */
  readonly given: Map<string, number>;
  /** Why the tests that come last are not run; `null` where all were. */
  gaveUp: string | null;
  /** Whether a process was lost on it, which costs far more time than a run. */
  isCostly: boolean;
}

/** Longest name and message of a test. */
const MAX_NAME = 200;
const MAX_MESSAGE = 300;
/** Longest name by which a subject knows a test: the path of its file is part of it. */
const MAX_ID = 8_192;
const MAX_PROBLEMS = 50;

export function emptyRun(): SuiteRun {
  return {
    names: new Set(),
    outcomes: new Map(),
    problems: [],
    cuts: [],
    given: new Map(),
    gaveUp: null,
    isCostly: false,
  };
}

/** Takes over what a subject says, of `atMost` tests in all and no others. */
export function recordEvents(run: SuiteRun, events: readonly SubjectEvent[], atMost: number): void {
  for (const event of events) recordEvent(run, event, atMost);
}

function recordEvent(run: SuiteRun, event: SubjectEvent, atMost: number): void {
  switch (event.on) {
    case 'collected': {
      const { file, names, total, given } = event;
      if (given > 0 && run.given.size < MAX_PROBLEMS) run.given.set(file, given);
      for (const name of names) if (run.names.size < atMost && name.length <= MAX_ID) run.names.add(name);
      const counted = names.length === 0 ? 'none counts' : `only the first ${names.length} count`;
      if (total > names.length) note(run.cuts, file, `${total} tests, of which ${counted}`);
      return;
    }
    case 'test': {
      const { name, status, message } = event;
      if (!run.names.has(name)) return;
      run.outcomes.set(name, { status, message: message === null ? null : shown(message) });
      return;
    }
    case 'file-done':
      for (const problem of event.problems) note(run.problems, event.file, problem);
      return;
    case 'unhandled':
      return note(run.problems, 'tests', `an error that nobody handled: ${messageOf(decodeValue(event.error))}`);
    default:
      return;
  }
}

function note(notes: string[], where: string, what: string): void {
  if (notes.length >= MAX_PROBLEMS) return;
  const text = shown(`${where}: ${what}`);
  if (!notes.includes(text)) notes.push(text);
}

/** Matchers colour their messages. */
function shown(message: string): string {
  return printable(stripVTControlCharacters(message), MAX_MESSAGE);
}

function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message.split('\n', 1).join('') : 'a value that is no error';
}

/** As it stands in evidence. */
export function printableName(name: string): string {
  return printable(name, MAX_NAME);
}
