import { z } from 'zod';

/**
 * The part of SARIF 2.1.0 that we write, after the OASIS schema `sarif-schema-2.1.0.json` (Errata 01): every object there is closed
 * (`additionalProperties: false`) but for property bags.
 */
const message = z.strictObject({ text: z.string() });

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(-1),
  level: z.enum(['none', 'note', 'warning', 'error']),
  message,
  locations: z
    .array(
      z.strictObject({
        physicalLocation: z.strictObject({
          // A relative reference of RFC 3986: no scheme, no white space.
          artifactLocation: z.strictObject({
            uri: z.string().regex(/^(?![a-z][a-z0-9+.-]*:)[\w.~%!$&'()*+,;=@/-]+$/i),
          }),
          region: z.strictObject({
            startLine: z.int().min(1),
            startColumn: z.int().min(1),
            snippet: z.strictObject({ text: z.string() }).optional(),
          }),
        }),
      }),
    )
    .min(1),
});

export const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          rules: z.array(z.strictObject({ id: z.string(), shortDescription: message })),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      invocations: z.array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          startTimeUtc: z.iso.datetime(),
          toolExecutionNotifications: z.array(z.strictObject({ level: z.literal('error'), message })).optional(),
        }),
      ),
      results: z.array(result),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});
