/** What broke one rule, for a terminal: the rule in the author's words, the story of its simplest failing case, what to ask next. */

import { Chalk } from 'chalk';
import type { Report, RuleResult } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { casesPhrase, evidenceLine, plural, verdictWords } from '../wording.ts';
import { entry, paragraph, section } from './layout.ts';
import { renderStory } from './render-story.ts';

type ExplanationContext = Pick<RenderContext, 'challenge' | 'colorLevel' | 'width'>;

/** The rules `rules` of a printable report, one after the other. */
export function renderExplanation(report: Report, rules: readonly RuleResult[], context: ExplanationContext): string {
  const color = new Chalk({ level: context.colorLevel });
  const { width } = context;
  const about = `${report.result.submission.id}, ${context.challenge.title} ${report.result.challenge.version}, seed ${report.result.seed}`;
  const lines = rules.flatMap((rule) => renderRule(rule, context));
  return `${['', ...paragraph(about, width, color.dim), ...lines, ''].join('\n')}\n`;
}

function renderRule(rule: RuleResult, context: ExplanationContext): readonly string[] {
  const color = new Chalk({ level: context.colorLevel });
  const { width } = context;
  const author = context.challenge.rules.find(({ id }) => id === rule.id);
  const paintHead = rule.verdict === 'not-met' ? color.red.bold : color.bold;
  const facts = [`${rule.title}: ${verdictWords[rule.verdict]}`, casesPhrase(rule), pointsOf(rule)];
  const [first, ...others] = rule.evidence;
  const story = first?.story ?? null;
  const replay = first?.replay ?? null;
  return [
    '',
    ...entry(
      { label: rule.id, indent: 5, text: facts.filter((fact) => fact !== null).join(', '), paintLabel: paintHead },
      width,
    ),
    ...(author === undefined ? [] : ['', ...paragraph(author.summary, width)]),
    ...(first === undefined ? [] : section(color.bold('What happened'), paragraph(evidenceLine(first), width))),
    ...(story === null ? [] : ['', ...renderStory(story, width, color)]),
    ...section(
      color.bold('Also'),
      others.flatMap((item) => entry({ label: '-', indent: 2, text: evidenceLine(item) }, width)),
    ),
    ...section(
      color.bold('Ask'),
      (author?.questions ?? []).flatMap((question) => entry({ label: '-', indent: 2, text: question }, width)),
    ),
    ...(replay === null ? [] : section(color.bold('See it again'), paragraph(replay, width, color.dim))),
  ];
}

function pointsOf({ points, outOf }: RuleResult): string {
  return `${points} of ${plural(outOf, 'point')}`;
}
