/** The shape of `challenge.json`. What one field cannot know of another is checked in check-manifest.ts. */

import { z } from 'zod';

import type { ChallengeManifest } from '../model/challenge.ts';

const text = z.string().trim().min(1);
const points = z.int().min(0).max(100);

/** Relative to a submission, with `/`; it cannot lead out of it. */
const relativePath = z
  .string()
  .regex(/^(?!\.{1,2}(\/|$))[\w.-]+(\/(?!\.{1,2}(\/|$))[\w.-]+)*$/, 'expected a relative path such as src/contract.ts');

const band = z
  .strictObject({ points, fullAtMost: z.number().positive(), zeroFrom: z.number().positive() })
  .refine(({ fullAtMost, zeroFrom }) => fullAtMost < zeroFrom, 'fullAtMost must be below zeroFrom');

const rule = z.strictObject({
  id: z.string().regex(/^[A-Z]+[1-9][0-9]*$/, 'expected an id such as S2'),
  part: text,
  title: text,
  summary: text,
  points,
  check: z.enum(['types', 'patterns', 'rules', 'tests', 'load']),
  cap: z.int().min(0).max(99).exactOptional(),
  questions: z.array(text).min(1),
});

const share = z.number().min(0).max(1);

const ownTests = z.strictObject({
  metFrom: points,
  minValid: z.int().min(1),
  maxTests: z.int().min(1).max(1_000),
  kills: z.strictObject({ points, curve: z.array(z.tuple([share, share])).min(2) }),
  validity: z.strictObject({ points, zeroAt: share, fullFrom: share, killedFrom: share }),
  concurrency: z.strictObject({ points, theme: text }),
  themes: z.array(z.strictObject({ id: text, title: text, weight: z.number().positive() })).min(1),
});

/** Strict: an unknown field is an error, since it is most likely a misspelt one. */
export const manifestSchema = z.strictObject({
  schema: z.literal('grade.challenge/1'),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by -'),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected a version such as 1.0.0'),
  title: text,
  parts: z.array(z.strictObject({ id: text, title: text, minutes: z.int().positive().exactOptional() })).min(1),
  entry: z.strictObject({ store: relativePath, processor: relativePath }),
  givenFiles: z.array(relativePath),
  allowedPackages: z.array(text),
  rules: z.array(rule).min(1),
  load: z.strictObject({
    cost: band,
    memory: band,
    noise: z.strictObject({ atLeast: z.number().positive(), atMost: z.number().positive() }),
  }),
  ownTests: ownTests.exactOptional(),
  gates: z.array(text),
  patterns: z.record(z.string(), z.enum(['gate', 'points', 'info'])),
}) satisfies z.ZodType<ChallengeManifest>;
