/** Samples: submissions kept beside the challenge that declare what they must score. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ChallengeError } from '../errors.ts';
import type { Report, RuleResult } from '../model/report.ts';
import { parseDocument } from '../parse-document.ts';
import { allRules } from '../report/all-rules.ts';
import { NO_TESTS } from '../score/score-own-tests.ts';

/** What a sample must score, among the rules that were measured; a sample without tests owes none. */
export type Expectation =
  | { readonly met: 'all' }
  | {
      /** Rules that are not met. */
      readonly notMet: readonly string[];
      /** At least one of these is not met. */
      readonly notMetAnyOf?: readonly string[];
      /** The cap in force, of 100. */
      readonly cap?: number;
    };

export interface Sample {
  readonly name: string;
  readonly folder: string;
  readonly description: string;
  readonly expect: Expectation;
}

const sampleSchema = z.strictObject({
  description: z.string().min(1),
  expect: z.union([
    z.strictObject({ met: z.literal('all') }),
    z.strictObject({
      notMet: z.array(z.string()),
      notMetAnyOf: z.array(z.string()).exactOptional(),
      cap: z.number().exactOptional(),
    }),
  ]),
});

/** Every folder in `folder` that has a `sample.json`, by name. Throws `ChallengeError` for a broken one. */
export async function loadSamples(folder: string): Promise<readonly Sample[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(names.sort().map((name) => loadSample(join(folder, name))));
}

async function loadSample(folder: string): Promise<Sample> {
  const text = await readFile(join(folder, 'sample.json'), 'utf8').catch((cause: unknown) => {
    throw new ChallengeError(`${basename(folder)} has no sample.json that says what it must score`, { cause });
  });
  const parsed = parseDocument(text, sampleSchema);
  if (!parsed.ok) throw new ChallengeError(`${basename(folder)}/sample.json: ${parsed.problems.join('; ')}`);
  return { name: basename(folder), folder, ...parsed.value };
}

/** What a report says against the sample's declaration, one line each; rules that were not measured say nothing. */
export function disagreements({ expect }: Sample, report: Report): readonly string[] {
  const verdicts = new Map(allRules(report).map((rule) => [rule.id, rule.verdict]));
  if ('met' in expect) {
    const lost = report.result.rules.filter((rule) => rule.verdict === 'not-met' && !lacksTests(rule));
    const { got, outOf } = report.result.points;
    const withoutTests = report.result.rules.filter(lacksTests).reduce((sum, rule) => sum + rule.outOf, 0);
    const points = got === outOf - withoutTests ? [] : [`${got} of ${outOf} points`];
    return [...lost.map(({ id, evidence }) => `${id} is not met: ${evidence[0]?.message ?? ''}`), ...points];
  }
  const kept = expect.notMet.filter((id) => verdicts.get(id) !== 'not-met').map((id) => `${id} should not be met`);
  const anyOf = expect.notMetAnyOf ?? [];
  const none = anyOf.length > 0 && anyOf.every((id) => verdicts.get(id) !== 'not-met');
  const cap = report.score.cappedBy?.cap;
  return [
    ...kept,
    ...(none ? [`one of ${anyOf.join(', ')} should not be met`] : []),
    ...(expect.cap === undefined || cap === expect.cap
      ? []
      : [`capped at ${cap ?? 'nothing'} instead of ${expect.cap}`]),
  ];
}

/** Samples are there for what they do: most come without tests of their own. */
function lacksTests({ points, evidence }: RuleResult): boolean {
  return points === 0 && evidence[0]?.message === NO_TESTS;
}
