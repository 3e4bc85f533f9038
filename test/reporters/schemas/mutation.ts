import { z } from 'zod';

/** The part of the mutation testing report that we write, after `mutation-testing-report-schema.json` (version 2) of mutation-testing-elements. */
const position = z.strictObject({ line: z.int().min(1), column: z.int().min(1) });

export const mutationReport = z.strictObject({
  schemaVersion: z.string().regex(/^(1|1\.\d|2)$/),
  thresholds: z.strictObject({ high: z.int().min(0).max(100), low: z.int().min(0).max(100) }),
  framework: z.strictObject({ name: z.string(), version: z.string() }),
  files: z.record(
    z.string(),
    z.strictObject({
      language: z.string(),
      source: z.string(),
      mutants: z.array(
        z.strictObject({
          id: z.string(),
          mutatorName: z.string(),
          description: z.string(),
          location: z.strictObject({ start: position, end: position }),
          status: z.enum([
            'Killed',
            'Survived',
            'NoCoverage',
            'CompileError',
            'RuntimeError',
            'Timeout',
            'Ignored',
            'Pending',
          ]),
          statusReason: z.string().exactOptional(),
          killedBy: z.array(z.string()),
        }),
      ),
    }),
  ),
  testFiles: z.record(
    z.string(),
    z.strictObject({ tests: z.array(z.strictObject({ id: z.string(), name: z.string() })) }),
  ),
});
