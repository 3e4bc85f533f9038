/** The judge believes nothing before it has been through these parsers. */

import { z } from 'zod';
import { WireViolation } from './frame.ts';
import type { Hello, Reply, SubjectEvent } from './messages.ts';
import { isWireValue, type WireValue } from './value.ts';

const UNKNOWN = 'a message of an unknown shape';

const MAX_EVENTS = 100_000;

const text = z.string().max(256 * 1024);

const wireValue = z.custom<WireValue>(isWireValue);

const gate = z.int().nonnegative();

const subjectEvent: z.ZodType<SubjectEvent> = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('opened'), handle: text, error: wireValue.exactOptional() }),
  z.strictObject({ on: z.literal('settled'), call: text, value: wireValue }),
  z.strictObject({ on: z.literal('failed'), call: text, error: wireValue, sync: z.boolean() }),
  z.strictObject({
    on: z.literal('gate'),
    gate,
    kind: z.enum([
      'store.insertPending',
      'store.updateStatus',
      'store.get',
      'store.size',
      'provider.charge',
      'clock.sleep',
      'timer',
    ]),
    source: text,
    by: text,
    args: z.array(wireValue).max(10),
  }),
  z.strictObject({ on: z.literal('aborted'), gate }),
  z.strictObject({ on: z.literal('closed'), gate }),
  z.strictObject({ on: z.literal('passed'), gate, ok: z.boolean(), value: wireValue }),
  z.strictObject({ on: z.literal('unrecorded'), by: text, value: wireValue }),
  z.strictObject({ on: z.literal('unhandled'), error: wireValue }),
  z.strictObject({ on: z.literal('value'), value: wireValue }),
  z.strictObject({
    on: z.literal('collected'),
    file: text,
    names: z.array(text),
    total: z.int().nonnegative(),
    given: z.int().nonnegative(),
  }),
  z.strictObject({ on: z.literal('file-started'), file: text }),
  z.strictObject({ on: z.literal('test-started'), name: text }),
  z.strictObject({
    on: z.literal('test'),
    name: text,
    status: z.enum(['passed', 'failed', 'timed-out', 'skipped']),
    message: text.nullable(),
  }),
  z.strictObject({ on: z.literal('file-done'), file: text, problems: z.array(text) }),
]);

const reply: z.ZodType<Reply> = z.strictObject({
  id: z.int().positive(),
  events: z.array(subjectEvent).max(MAX_EVENTS),
  open: z.int().nonnegative(),
});

const hello: z.ZodType<Hello> = z.strictObject({ id: z.literal(0), ready: z.boolean(), error: text.nullable() });

const replyOrGreeting = z.union([reply, hello]);

/**
 * The reply in a frame's text; throws `WireViolation` for anything else. A host that cannot go on greets once more to say why: a part is
 * missing, does not compile or throws when it is loaded.
 */
export function parseReply(frame: string): Reply {
  const parsed = parseWith(replyOrGreeting, frame);
  if ('events' in parsed) return parsed;
  throw new WireViolation(parsed.error ?? UNKNOWN);
}

/** The greeting in a frame's text; throws `WireViolation` for anything else. */
export function parseHello(frame: string): Hello {
  return parseWith(hello, frame);
}

function parseWith<T>(schema: z.ZodType<T>, frame: string): T {
  try {
    const parsed = schema.safeParse(JSON.parse(frame));
    if (parsed.success) return parsed.data;
  } catch {
    // No JSON, or nested deeper than any value that our host sends.
  }
  throw new WireViolation(UNKNOWN);
}
