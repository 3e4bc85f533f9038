/** From the subject's events to evidence: whatever it says is text of the candidate's. */

import type { OwnTest } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';
import type { Reply } from '../../wire/messages.ts';
import { decodeValue } from '../../wire/value.ts';

/** Longest name and message of a test. */
const MAX_NAME = 200;
const MAX_MESSAGE = 300;

export interface FileOutcome {
  readonly tests: readonly OwnTest[];
  readonly problems: readonly string[];
}

/** What `reply` says about the tests of `file`; at most `atMost` tests. */
export function readTestReply(reply: Reply, file: string, atMost: number): FileOutcome {
  const tests: OwnTest[] = [];
  const problems: string[] = [];
  for (const event of reply.events) {
    if (event.on === 'test') {
      const { status, message } = event;
      const name = printable(`${file.replace(/^tests\//, '')} > ${event.name}`, MAX_NAME);
      tests.push({ name, status, message: message === null ? null : printable(message, MAX_MESSAGE) });
    } else if (event.on === 'value') {
      const told = decodeValue(event.value);
      if (Array.isArray(told)) problems.push(...told.map((problem) => `${file}: ${String(problem)}`));
    } else if (event.on === 'unhandled') {
      problems.push(`${file}: an error that nobody handled: ${messageOf(decodeValue(event.error))}`);
    }
  }
  return { tests: tests.slice(0, atMost), problems };
}

function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? firstLine(message) : 'a value that is no error';
}

function firstLine(text: string): string {
  return text.split('\n', 1).join('');
}
