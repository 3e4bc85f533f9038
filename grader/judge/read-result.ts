/** Believing what a store or processor answered, or saying what is wrong with its shape. */

import { z } from 'zod';
import { SubjectFailure } from './failures.ts';
import type { InsertResult, JsonValue, StoredRecord } from './contract.ts';

const record = z.object({
  key: z.string(),
  status: z.enum(['pending', 'completed', 'failed']),
  fingerprint: z.string(),
  paymentId: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
  // Not z.json(): zod's records leave out a member called __proto__.
  response: z.custom<JsonValue>((value) => value !== undefined).exactOptional(),
});

const insertResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('inserted'), token: z.string(), record }),
  z.object({ outcome: z.enum(['duplicate', 'mismatch']), record }),
]);

/** A record as `get` answers it. */
export function readRecord(value: unknown): StoredRecord {
  return believe(record, value, 'a record');
}

/** A claim's result as `insertPending` answers it. */
export function readInsertResult(value: unknown): InsertResult {
  return believe(insertResult, value, 'the result of a claim');
}

/** A count as `size` answers it. */
export function readNumber(value: unknown): number {
  return believe(z.number(), value, 'a number');
}

function believe<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const answer = JSON.stringify(value) ?? String(value);
  throw new SubjectFailure(`the answer is not ${what}${flawOf(parsed.error)}: ${answer}`.slice(0, 300));
}

/** ` (record.fingerprint: expected string, received undefined)`; nothing where the answer as a whole is something else. */
function flawOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined || issue.path.length === 0) return '';
  return ` (${issue.path.join('.')}: ${issue.message.replace(/^Invalid [a-z]+: /u, '')})`;
}
