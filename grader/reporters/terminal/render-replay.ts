/** What a replayed case showed, for a terminal, and whether it is what the report says. */

import { Chalk } from 'chalk';
import type { RuleResult } from '../../model/report.ts';
import type { Story } from '../../model/story.ts';
import type { RenderContext } from '../render-context.ts';
import { entry, paragraph } from './layout.ts';
import { renderStory } from './render-story.ts';

/** The case as it ended this time; `message` is `null` where it passed. */
export interface ReplayedCase {
  readonly case: string;
  readonly message: string | null;
  readonly story: Story | null;
}

/** `not-run` is never a statement about the submission; `caveats` say why the two could differ. */
export type ReplayVerdict =
  | { readonly status: 'same' | 'different'; readonly caveats: readonly string[]; readonly seen: ReplayedCase }
  | { readonly status: 'not-run'; readonly caveats: readonly string[]; readonly cause: string };

export function renderReplay(
  rule: RuleResult,
  verdict: ReplayVerdict,
  { colorLevel, width }: Pick<RenderContext, 'colorLevel' | 'width'>,
): string {
  const color = new Chalk({ level: colorLevel });
  const caveats = verdict.caveats.flatMap((caveat) => paragraph(caveat, width, color.yellow));
  if (verdict.status === 'not-run') {
    return page([...caveats, ...paragraph(`${rule.id} could not be replayed: ${verdict.cause}.`, width)]);
  }
  const { seen, status } = verdict;
  const ending = seen.message ?? 'the case passed';
  return page([
    ...entry({ label: rule.id, indent: 5, text: `${rule.title}, run again`, paintLabel: color.bold }, width),
    ...paragraph(`${seen.case}: ${ending}`, width),
    ...(seen.story === null ? [] : ['', ...renderStory(seen.story, width, color)]),
    '',
    ...caveats,
    ...paragraph(
      status === 'same' ? 'The same as in the report, step by step.' : 'This is not what the report says.',
      width,
      status === 'same' ? color.green : color.red,
    ),
  ]);
}

function page(lines: readonly string[]): string {
  return `${['', ...lines, ''].join('\n')}\n`;
}
