import type { Audience, Report, RuleResult } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import {
  byWeight,
  capSentence,
  gateSentence,
  pointsOf,
  rulesByPart,
  unmeasuredSentence,
  untouchedSentence,
} from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const labels: Readonly<Record<Audience, string>> = {
  interviewer: 'Grade report',
  candidate: 'Your report',
  auditor: 'Report for audit',
};

/** Whose report it is, what was reached, what holds it down, and what broke with what to ask about it. */
export function renderSummary(report: Report, context: RenderContext): Html {
  const { score, result } = report;
  return html`
    <p class="label">${labels[context.audience]}: ${context.challenge.title}</p>
    <h1>${result.submission.id}</h1>
    <p class="headline">
      <span><strong>${score.rulesMet}</strong> of ${score.rulesMeasured} rules met</span>
      <span><strong>${score.got}</strong> of ${score.outOf} points</span>
      <span class="${gateClass(report)}"><strong>${result.gate.passed ? 'passed' : 'failed'}</strong> the gate</span>
    </p>
    ${renderStates(report)} ${renderBroken(report, context)} ${renderPartTable(report, context)}
  `;
}

/** Each rule that is not met, the weightiest first, with the question to open with or, without questions, what it asks for. */
function renderBroken(report: Report, { challenge }: RenderContext): Html | null {
  const rules = byWeight(report);
  if (rules.length === 0) return null;
  const asked = challenge.rules.some(({ questions }) => questions.length > 0);
  const items = rules.map((rule) => {
    const texts = challenge.rules.find(({ id }) => id === rule.id);
    const lost = rule.outOf - rule.points;
    return html`<li>
      <a href="#rule-${rule.id}"><span class="id">${rule.id}</span> ${rule.title}</a>
      <span class="lost">−${lost}</span>
      <span class="ask">${(asked ? texts?.questions[0] : null) ?? texts?.summary ?? ''}</span>
    </li>`;
  });
  return html`<h2 class="broken-title">
      ${asked ? 'What broke, and what to ask' : 'What is not met, and what is asked there'}
    </h2>
    <ol class="broken">
      ${items}
    </ol>`;
}

/** Links to the sections that the page has. */
export function renderNavigation({ result, measurement }: Report): Html {
  const notMet = result.rules.some(({ verdict }) => verdict === 'not-met') || measurement.load.verdict === 'not-met';
  const links: readonly [id: string, title: string, shown: boolean][] = [
    ['not-met', 'What is not met', notMet],
    ['rules', 'All rules', true],
    ['findings', 'Findings', result.findings.length > 0],
    ['tests', 'Own tests', true],
    ['load', 'Load', true],
    ['hand-in', 'The hand-in', result.submission.notes.length + result.submission.changes.length > 0],
    ['provenance', 'Provenance', true],
  ];
  const items = links.filter(([, , shown]) => shown).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="Sections">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function gateClass({ result }: Report): string {
  if (!result.gate.passed) return 'not-met';
  return result.gate.reasons.length === 0 ? 'met' : 'not-measured';
}

function renderStates(report: Report): Html {
  const { score, result, run } = report;
  const missing = unmeasuredSentence(report);
  const untouched = untouchedSentence(report);
  return html`
    ${
      result.gate.reasons.length > 0 &&
      html`<div class="state ${gateClass(report)}">
        <p>${gateSentence(report)}</p>
        ${renderList(result.gate.reasons)}
      </div>`
    }
    ${score.cappedBy && html`<div class="state not-met"><p>${capSentence(score.cappedBy, score)}</p></div>`}
    ${untouched && html`<div class="state not-measured"><p>${untouched}</p></div>`}
    ${missing && html`<div class="state not-measured"><p>${missing}</p></div>`}
    ${
      run.faults.length > 0 &&
      html`<div class="state not-measured">
        <p>The kit itself failed, which never counts against a submission:</p>
        ${renderList(run.faults)}
      </div>`
    }
  `;
}

function renderList(items: readonly string[]): Html | null {
  if (items.length === 0) return null;
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

function renderPartTable(report: Report, context: RenderContext): Html {
  const rows = rulesByPart(report, context).map(({ title, rules }) => renderPartRow(title, rules));
  return html`<table>
    <caption>
      Rules and points by part
    </caption>
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col" class="number">Rules met</th>
        <th scope="col" class="number">Points</th>
        <td class="wide" aria-hidden="true"></td>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function renderPartRow(title: string, rules: readonly RuleResult[]): Html {
  const points = pointsOf(rules);
  const met = rules.filter(({ verdict }) => verdict === 'met').length;
  const measured = rules.filter(({ verdict }) => verdict === 'met' || verdict === 'not-met').length;
  const percent = points === null || points.outOf === 0 ? 0 : Math.round((points.got / points.outOf) * 100);
  if (points === null) {
    const outOf = rules.reduce((sum, rule) => sum + rule.outOf, 0);
    return html`<tr>
      <th scope="row">${title}</th>
      <td class="number">not measured</td>
      <td class="number">${outOf} left out</td>
      <td class="wide" aria-hidden="true"></td>
    </tr>`;
  }
  return html`<tr>
    <th scope="row">${title}</th>
    <td class="number">${met} of ${measured}</td>
    <td class="number">${points.got} of ${points.outOf}</td>
    <td class="wide" aria-hidden="true">
      <span class="bar"><span style="width: ${percent}%"></span></span>
    </td>
  </tr>`;
}
