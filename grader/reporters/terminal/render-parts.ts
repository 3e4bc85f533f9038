import type { ChalkInstance } from 'chalk';

import type { Report, RuleResult, Verdict } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { pointsOf, rulesByPart, verdictWords } from '../wording.ts';
import { entry } from './layout.ts';
import { displayWidth, padText } from './wrap-text.ts';

const VERDICTS: readonly Verdict[] = ['met', 'not-met', 'not-measured', 'not-applicable'];

/** One block for each part: its points, and its rules by verdict. */
export function renderParts(report: Report, context: RenderContext, color: ChalkInstance): readonly string[] {
  const parts = rulesByPart(report, context);
  const titleWidth = Math.max(...parts.map(({ title }) => displayWidth(title)));
  return parts.flatMap(({ title, rules }) => {
    const points = pointsOf(rules);
    const sum = points === null ? '' : `${points.got} of ${points.outOf}`;
    const label = `${padText(title, titleWidth)}  ${sum.padStart(8)}`;
    return VERDICTS.filter((verdict) => rules.some((rule) => rule.verdict === verdict)).flatMap((verdict, index) =>
      entry(
        {
          label: index === 0 ? label : '',
          indent: titleWidth + 12,
          text: `${verdictWords[verdict]} ${idsWith(verdict, rules)}`,
          paintText: paintOf(verdict, color),
        },
        context.width,
      ),
    );
  });
}

function idsWith(verdict: Verdict, rules: readonly RuleResult[]): string {
  return rules
    .filter((rule) => rule.verdict === verdict)
    .map(({ id }) => id)
    .join(' ');
}

function paintOf(verdict: Verdict, color: ChalkInstance): ChalkInstance {
  switch (verdict) {
    case 'met':
      return color.green;
    case 'not-met':
      return color.red;
    case 'not-measured':
      return color.yellow;
    case 'not-applicable':
      return color.dim;
    default:
      return verdict satisfies never;
  }
}
