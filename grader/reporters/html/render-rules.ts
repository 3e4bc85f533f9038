import type { Rule } from '../../model/challenge.ts';
import type { Report, RuleEvidence, RuleResult } from '../../model/report.ts';
import { allRules } from '../../report/all-rules.ts';
import type { RenderContext } from '../render-context.ts';
import { casesPhrase, plural, pointsOf, rulesByPart, verdictWords } from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** Each rule that is not met, with what happened and what to ask; nothing where every rule is met. */
export function renderNotMet(report: Report, context: RenderContext): Html | null {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-met');
  if (rules.length === 0) return null;
  return html`<section id="not-met" aria-labelledby="not-met-title">
    <h2 id="not-met-title">What is not met</h2>
    ${rules.map((rule) => renderBrokenRule(rule, textsOf(rule, context)))}
  </section>`;
}

/** Every rule by part; its texts and evidence are folded away. */
export function renderAllRules(report: Report, context: RenderContext): Html {
  const parts = rulesByPart(report, context).map(({ title, minutes, rules }) => {
    const points = pointsOf(rules);
    const sum = points === null ? 'not measured' : `${points.got} of ${plural(points.outOf, 'point')}`;
    return html`<div class="part">
      <h3>${title}</h3>
      <p class="fine">${sum}${minutes !== null && `, meant to take ${minutes} minutes`}</p>
      ${rules.map((rule) => renderFoldedRule(rule, textsOf(rule, context)))}
    </div>`;
  });
  return html`<section id="rules" aria-labelledby="rules-title">
    <h2 id="rules-title">All rules</h2>
    <p class="soft hint">Open a rule to see what it asks for, and what to ask about it.</p>
    ${parts}
  </section>`;
}

function renderBrokenRule(rule: RuleResult, texts: Rule | null): Html {
  const facts = [
    `${rule.points} of ${plural(rule.outOf, 'point')}`,
    casesPhrase(rule),
    texts?.cap === undefined ? null : `holds the total at ${texts.cap} of 100`,
  ];
  return html`<article class="rule">
    <h3><span class="id">${rule.id}</span> ${rule.title}</h3>
    <p class="fine">
      <span class="verdict ${rule.verdict}">${verdictWords[rule.verdict]}</span>,
      ${facts.filter((fact) => fact !== null).join(', ')}
    </p>
    ${texts && html`<p>${texts.summary}</p>`} ${renderEvidence(rule.evidence)} ${renderQuestions(texts)}
  </article>`;
}

function renderFoldedRule(rule: RuleResult, texts: Rule | null): Html {
  const cases = casesPhrase(rule);
  return html`<details>
    <summary>
      <span class="name"><span class="id">${rule.id}</span> ${rule.title}</span>
      <span class="verdict ${rule.verdict}">${verdictWords[rule.verdict]}</span>
      <span class="number">${isMeasured(rule) ? `${rule.points} of ${rule.outOf}` : 'left out'}</span>
    </summary>
    <div class="body">
      ${texts && html`<p>${texts.summary}</p>`} ${cases && html`<p class="fine">${cases}</p>`}
      ${renderEvidence(rule.evidence)} ${renderQuestions(texts)}
    </div>
  </details>`;
}

function renderEvidence(evidence: readonly RuleEvidence[]): Html | null {
  if (evidence.length === 0) return null;
  const items = evidence.map(
    ({ case: name, message, replay }) =>
      html`<li>
        ${name && html`<span class="case">${name}</span>`} ${message}
        ${replay && html`<span class="case">Again: <code>${replay}</code></span>`}
      </li>`,
  );
  return html`<ul class="evidence" aria-label="What happened">
    ${items}
  </ul>`;
}

function renderQuestions(texts: Rule | null): Html | null {
  if (texts === null) return null;
  return html`<p class="label">To ask</p>
    <ul>
      ${texts.questions.map((question) => html`<li>${question}</li>`)}
    </ul>`;
}

function textsOf(rule: RuleResult, { challenge }: RenderContext): Rule | null {
  return challenge.rules.find(({ id }) => id === rule.id) ?? null;
}

function isMeasured({ verdict }: RuleResult): boolean {
  return verdict === 'met' || verdict === 'not-met';
}
