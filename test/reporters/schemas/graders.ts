import { z } from 'zod';

/** Gradescope's "Autograder Specifications", section "Output format". */
const visibility = z.enum(['hidden', 'after_due_date', 'after_published', 'visible']);
const outputFormat = z.enum(['text', 'html', 'simple_format', 'md', 'ansi']);

export const gradescopeResults = z.strictObject({
  score: z.number().min(0),
  output: z.string(),
  output_format: outputFormat,
  visibility,
  stdout_visibility: visibility,
  tests: z.array(
    z.strictObject({
      number: z.string(),
      name: z.string(),
      score: z.number().min(0),
      max_score: z.number().min(0),
      status: z.enum(['passed', 'failed']).optional(),
      output: z.string(),
      output_format: outputFormat,
      visibility,
    }),
  ),
  extra_data: z.record(z.string(), z.unknown()),
});

/** Exercism's "The Test Runner Interface", version 3: a message is required for `error` alone, tests for all else. */
const exercismTest = z.strictObject({
  name: z.string().min(1),
  status: z.enum(['pass', 'fail', 'error']),
  message: z.string().max(65_535).nullable(),
  task_id: z.int().min(1),
});

export const exercismResults = z.discriminatedUnion('status', [
  z.strictObject({
    version: z.literal(3),
    status: z.literal('error'),
    message: z.string().min(1).max(65_535),
    tests: z.array(exercismTest),
  }),
  z.strictObject({
    version: z.literal(3),
    status: z.literal('fail'),
    message: z.null(),
    tests: z.array(exercismTest).refine((tests) => tests.some(({ status }) => status !== 'pass')),
  }),
  z.strictObject({
    version: z.literal(3),
    status: z.literal('pass'),
    message: z.null(),
    tests: z.array(exercismTest.extend({ status: z.literal('pass') })).min(1),
  }),
]);
