/** The judge believes nothing before it has been through these parsers. */

import { z } from 'zod';
import { WireViolation } from './frame.ts';
import type { Hello, Reply, SubjectEvent } from './messages.ts';
import type { WireError, WireValue } from './value.ts';

/** An object costs three levels of JSON, and values are cut off at 64 levels. */
const MAX_NESTING = 250;
const MAX_EVENTS = 100_000;

const text = z.string().max(256 * 1024);

const wireError: z.ZodType<WireError> = z.lazy(() =>
  z.strictObject({
    name: text,
    message: text,
    classes: z.array(text).max(20),
    code: wireValue.exactOptional(),
    key: wireValue.exactOptional(),
    details: wireValue.exactOptional(),
    cause: wireValue.exactOptional(),
  }),
);

const wireValue: z.ZodType<WireValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    text,
    z.strictObject({ a: z.array(wireValue) }),
    z.strictObject({ o: z.array(z.tuple([text, wireValue])) }),
    z.strictObject({ n: z.enum(['NaN', 'Infinity', '-Infinity', '-0']) }),
    z.strictObject({ u: z.literal(true) }),
    z.strictObject({ r: text }),
    z.strictObject({ e: wireError }),
    z.strictObject({ x: text }),
  ]),
);

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
    args: z.array(wireValue).max(10),
  }),
  z.strictObject({ on: z.literal('aborted'), gate }),
  z.strictObject({ on: z.literal('closed'), gate }),
  z.strictObject({ on: z.literal('passed'), gate, ok: z.boolean(), value: wireValue }),
  z.strictObject({ on: z.literal('unrecorded'), value: wireValue }),
  z.strictObject({ on: z.literal('unhandled'), error: wireValue }),
  z.strictObject({ on: z.literal('value'), value: wireValue }),
  z.strictObject({
    on: z.literal('test'),
    name: text,
    status: z.enum(['passed', 'failed', 'skipped']),
    message: text.nullable(),
  }),
]);

const reply: z.ZodType<Reply> = z.strictObject({
  id: z.int().positive(),
  events: z.array(subjectEvent).max(MAX_EVENTS),
  open: z.int().nonnegative(),
});

const hello: z.ZodType<Hello> = z.strictObject({ id: z.literal(0), ready: z.boolean(), error: text.nullable() });

/** The reply in a frame's text; throws `WireViolation` for anything else. */
export function parseReply(frame: string): Reply {
  return parseWith(reply, frame);
}

/** The greeting in a frame's text; throws `WireViolation` for anything else. */
export function parseHello(frame: string): Hello {
  return parseWith(hello, frame);
}

function parseWith<T>(schema: z.ZodType<T>, frame: string): T {
  const parsed = schema.safeParse(parseJson(frame));
  if (!parsed.success) throw new WireViolation('a message of an unknown shape');
  return parsed.data;
}

function parseJson(frame: string): unknown {
  if (nesting(frame) > MAX_NESTING) throw new WireViolation('a message nested too deep');
  try {
    return JSON.parse(frame);
  } catch {
    throw new WireViolation('a message that is no JSON');
  }
}

/** The deepest nesting of arrays and objects; strings do not count. */
function nesting(frame: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < frame.length; at += 1) {
    const code = frame.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}
