import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { ABOUT_REPORTS } from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** What this report was made from and with, and how to see it again. */
export function renderProvenance(report: Report, { resultHash }: RenderContext): Html {
  const { result, run, signature } = report;
  const { challenge, submission } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['Challenge', `${challenge.id} ${challenge.version}`],
    ['Challenge hash', challenge.hash],
    ['Submission hash', submission.treeHash],
    ['Result hash', resultHash ?? 'not computed'],
    ['Signature', signature === null ? 'none' : `${signature.algorithm}, key ${signature.keyId}`],
    ['Seed', String(result.seed)],
    ['Kit', `${run.kit} on Node ${run.node}`],
    ['Isolation', run.isolation],
    [
      'Graded',
      `${run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}, in ${(run.durationMs / 1000).toFixed(1)} s`,
    ],
  ];
  return html`<section id="provenance" aria-labelledby="provenance-title">
    <h2 id="provenance-title">Provenance</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${report.audience === 'interviewer' && renderReplay(report)}
  </section>`;
}

/** What a report is and is not. */
export function renderAbout(): Html {
  return html`<section id="about" aria-labelledby="about-title">
    <h2 id="about-title">What this report is, and is not</h2>
    ${ABOUT_REPORTS.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}

function renderReplay({ result }: Report): Html {
  const commands: readonly (readonly [string, string])[] = [
    ['Grade again', `grade <submission> --challenge ${result.challenge.id} --seed ${result.seed}`],
    ['Derive and compare', 'grade audit report.json <submission>'],
    ['Check the signature', 'grade audit report.json --key <public key>'],
  ];
  return html`<dl class="replay">
    ${commands.map(
      ([name, command]) =>
        html`<dt>${name}</dt>
          <dd><code>${command}</code></dd>`,
    )}
  </dl>`;
}
