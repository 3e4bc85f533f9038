import { z } from 'zod';

/** The part of CTRF that we write, after `schema/ctrf.schema.json` of ctrf-io/ctrf (specification 1.0.0); its objects are closed. */
const extra = z.record(z.string(), z.unknown());
const status = z.enum(['passed', 'failed', 'skipped', 'pending', 'other']);

export const ctrfReport = z.strictObject({
  reportFormat: z.literal('CTRF'),
  specVersion: z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/),
  timestamp: z.iso.datetime(),
  generatedBy: z.string(),
  results: z.strictObject({
    tool: z.strictObject({ name: z.string().min(1), version: z.string() }),
    summary: z.strictObject({
      tests: z.int(),
      passed: z.int(),
      failed: z.int(),
      skipped: z.int(),
      pending: z.int(),
      other: z.int(),
      start: z.int(),
      stop: z.int(),
      extra,
    }),
    tests: z.array(
      z.strictObject({
        name: z.string().min(1),
        status,
        duration: z.int(),
        suite: z.array(z.string()).min(1),
        rawStatus: z.string(),
        message: z.string().optional(),
        extra,
      }),
    ),
    environment: z.strictObject({ appName: z.string(), extra }),
  }),
});
