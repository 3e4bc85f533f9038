import type { Rule } from '../../model/challenge.ts';
import type { Report, RuleEvidence, RuleResult } from '../../model/report.ts';
import type { Story } from '../../model/story.ts';
import { askedSentence } from '../../report/for-audience.ts';
import { allRules } from '../../report/all-rules.ts';
import { introduceRule } from '../explain-rule.ts';
import type { RenderContext } from '../render-context.ts';
import { byWeight, casesPhrase, plural, pointsOf, rulesByPart, verdictWords } from '../wording.ts';
import { renderStory } from './render-story.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** A page that tells more is hard to read and to send. */
const MAX_STEPS = 300;

/** Each rule that is not met, with what happened and what to ask; nothing where every rule is met. */
export function renderNotMet(report: Report, context: RenderContext): Html | null {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-met');
  if (rules.length === 0) return null;
  const told = rulesToTell(report);
  return html`<section id="not-met" aria-labelledby="not-met-title">
    <h2 id="not-met-title">What is not met</h2>
    ${rules.map((rule) => renderBrokenRule(rule, textsOf(rule, context), told.has(rule.id)))}
  </section>`;
}

/** The rules whose stories are told, the weightiest first, as far as the steps go. */
function rulesToTell(report: Report): ReadonlySet<string> {
  let left = MAX_STEPS;
  return new Set(
    byWeight(report)
      .filter((rule) => (left -= storyOf(rule)?.steps.length ?? 0) >= 0)
      .map(({ id }) => id),
  );
}

function storyOf({ evidence }: RuleResult): Story | null {
  return evidence.find(({ story }) => story !== null)?.story ?? null;
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
    <p class="soft hint">Open a rule to see what it asks for.</p>
    ${parts}
  </section>`;
}

function renderBrokenRule(rule: RuleResult, texts: Rule | null, isTold: boolean): Html {
  const facts = [
    `${rule.points} of ${plural(rule.outOf, 'point')}`,
    casesPhrase(rule),
    texts?.cap === undefined ? null : `limits the total to ${texts.cap} of 100`,
  ];
  const story = storyOf(rule);
  return html`<article class="rule" id="rule-${rule.id}" aria-labelledby="rule-${rule.id}-title">
    <h3 id="rule-${rule.id}-title"><span class="id">${rule.id}</span> ${rule.title}</h3>
    <p class="fine">
      <span class="verdict ${rule.verdict}">${verdictWords[rule.verdict]}</span>,
      ${facts.filter((fact) => fact !== null).join(', ')}
    </p>
    ${texts && html`<p>${introduceRule(rule, texts)}</p>`} ${renderEvidence(rule.evidence, texts)}
    ${story && (isTold ? renderStory(story, rule.id) : html`<p class="fine">Its story is in report.json.</p>`)}
    ${renderQuestions(texts)}
  </article>`;
}

function renderFoldedRule(rule: RuleResult, texts: Rule | null): Html {
  const cases = casesPhrase(rule);
  return html`<details class="line">
    <summary>
      <span class="name"><span class="id">${rule.id}</span> ${rule.title}</span>
      <span class="verdict ${rule.verdict}">${verdictWords[rule.verdict]}</span>
      <span class="number">${isMeasured(rule) ? `${rule.points} of ${rule.outOf}` : 'left out'}</span>
    </summary>
    <div class="body">
      ${texts && html`<p>${texts.summary}</p>`} ${cases && html`<p class="fine">${cases}</p>`}
      ${renderEvidence(rule.evidence, texts)} ${renderQuestions(texts)}
    </div>
  </details>`;
}

/** What happened; the author's own sentence is not said twice. */
function renderEvidence(evidence: readonly RuleEvidence[], texts: Rule | null): Html | null {
  const told = evidence.filter(
    ({ message }) => message !== texts?.summary && message !== (texts && askedSentence(texts)),
  );
  if (told.length === 0) return null;
  const items = told.map(
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
  if (texts === null || texts.questions.length === 0) return null;
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
