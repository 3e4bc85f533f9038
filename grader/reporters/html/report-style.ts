/** What the report of one submission adds to the look that all pages share. */
export const reportStyle = `
:root {
  --mark: #f6dfae; --track: #e4e0d4; --accent: #24538a;
  --code-word: #8a2f6b; --code-text: #2c6142; --code-note: #625f57; --code-number: #7a4a10; --code-name: #24538a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --mark: #4a3b18; --track: #312e29; --accent: #93bdec;
    --code-word: #e29ccb; --code-text: #8cc7a0; --code-note: #a8a296; --code-number: #dcb968; --code-name: #93bdec;
  }
}
.headline { display: flex; flex-wrap: wrap; gap: 0.4rem 2.4rem; font: 1rem/1.3 var(--sans); font-variant-numeric: tabular-nums lining-nums; margin: 1.5rem 0 1.2rem; color: var(--soft); }
.headline strong { display: block; font: 600 2.3rem/1.1 var(--serif); font-variant-numeric: lining-nums; color: var(--ink); }
.headline .not-met strong { color: var(--not-met); }
.headline .not-measured strong { color: var(--unmeasured); }
.headline .met strong { color: var(--met); }
.headline span { color: var(--soft); }
.broken-title { margin: 2.2rem 0 0.5rem; font-size: 1.2rem; }
.broken { list-style: none; padding: 0; margin: 0; }
.broken li { display: grid; grid-template-columns: minmax(9rem, 13rem) 2.4rem 1fr; gap: 0 1rem; align-items: baseline; margin: 0; padding: 0.55rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.broken a { font: 600 0.95rem/1.5 var(--sans); text-decoration: none; }
.broken a:hover { text-decoration: underline; }
.broken .id { display: inline-block; min-width: 2rem; }
.lost { font: 0.92rem/1.5 var(--sans); font-variant-numeric: tabular-nums; text-align: right; color: var(--not-met); }
header table { margin-top: 2.2rem; }
.rule { scroll-margin-top: 1rem; }
.rule:target h3 { text-decoration: underline; text-underline-offset: 0.25em; text-decoration-thickness: 2px; text-decoration-color: var(--not-met); }

.more { border-top: 0; margin: 0.9rem 0; }
.more > summary { display: list-item; list-style: none; padding: 0.2rem 0; color: var(--link); }
.more > summary::before { content: '+'; display: inline-block; width: 1.1rem; }
.more[open] > summary::before { content: '\\2212'; }
.more > summary:hover { text-decoration: underline; text-underline-offset: 0.2em; }
summary { align-items: baseline; }
.scroll { overflow-x: auto; margin: 0.6rem 0; }
.outcome { font-size: 0.95rem; padding: 0.6rem 1rem; background: var(--sheet); border-radius: 4px; }
.outcome dt { font: 600 0.84rem/1.7 var(--sans); }
.diagram, .matrix { display: block; height: auto; }
.diagram { min-width: 44rem; max-width: 100%; }
.diagram text, .matrix text, .plot text { font-family: var(--sans); fill: var(--ink); }
.diagram .head { font-size: 13px; font-weight: 600; }
.diagram .lane { stroke: var(--line); stroke-width: 1.5; }
.diagram .time { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.diagram .step { font-size: 11.5px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.diagram .arrow { fill: none; stroke: var(--accent); stroke-width: 1.4; }
.diagram .tip, .diagram .dot { fill: var(--accent); }
.steps { font: 0.88rem/1.5 var(--sans); padding-left: 2rem; font-variant-numeric: tabular-nums; }
.steps li { margin: 0.12rem 0; }
.steps .when { display: inline-block; min-width: 4.2rem; text-align: right; padding-right: 0.6rem; color: var(--soft); }
.steps .who { color: var(--soft); }

.excerpt { margin: 1.6rem 0 2.2rem; }
.excerpt h3 { font: 600 0.92rem/1.5 var(--mono); }
.listing { display: grid; grid-template-columns: max-content 1fr; margin: 0.5rem 0; background: var(--sheet); border-radius: 4px; overflow: hidden; }
.listing pre { margin: 0; padding: 0.6rem 0.9rem; font: 0.82rem/1.6 var(--mono); overflow-x: auto; }
.listing .numbers { padding-right: 0; text-align: right; color: var(--soft); user-select: none; }
.listing code { font: inherit; }
.hljs-keyword, .hljs-literal, .hljs-variable.language_ { color: var(--code-word); }
.hljs-string, .hljs-regexp, .hljs-subst { color: var(--code-text); }
.hljs-subst { color: var(--ink); }
.hljs-comment, .hljs-doctag, .hljs-meta { color: var(--code-note); font-style: italic; }
.hljs-number { color: var(--code-number); }
.hljs-title, .hljs-built_in { color: var(--code-name); }

.matrix .grid { stroke: var(--line); stroke-width: 1; fill: none; }
.matrix .kill { fill: var(--met); }
.matrix .missed { fill: var(--mark); }
.matrix text { font-size: 9px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.plot { display: block; width: 100%; max-width: 40rem; height: auto; margin: 0.6rem 0 1.2rem; }
.plot .band { fill: var(--track); }
.plot .tick { stroke: var(--line); }
.plot .curve { fill: none; stroke: var(--accent); stroke-width: 2; }
.plot .one { stroke: var(--ink); stroke-width: 1.2; }
.plot .axis { font-size: 11px; fill: var(--soft); }
.plot .name, .plot .value { font-size: 12.5px; font-variant-numeric: tabular-nums; }
.plot .bar { stroke: var(--accent); stroke-width: 3; stroke-linecap: round; }
.plot circle { fill: var(--accent); }
.plot .quiet .bar, .plot .quiet .curve { stroke: var(--soft); }
.plot .quiet circle { fill: var(--soft); }
.plot .quiet text { fill: var(--soft); }
main #provenance { font: 0.92rem/1.5 var(--sans); }
main #provenance h2 { font-family: var(--serif); }
footer section { margin: 0 0 1.8rem; }
footer p { max-width: 40rem; }
.replay { margin-top: 1rem; }
@media (max-width: 34rem) {
  .headline { gap: 0.4rem 1.6rem; }
  .headline strong { font-size: 1.7rem; }
  .broken li { grid-template-columns: 1fr 2.4rem; }
  .broken .ask { grid-column: 1 / -1; }
  .listing { grid-template-columns: 1fr; }
  .listing .numbers { display: none; }
}
@media print {
  :root { --mark: #eee; --track: #eee; --accent: #000; --code-word: #000; --code-text: #000; --code-note: #444; --code-number: #000; --code-name: #000; }
  .broken a { color: var(--ink); }
  .more > summary::before { content: none; }
  .more:not([open]) { display: none; }
  .diagram { min-width: 0; }
  .listing pre { white-space: pre-wrap; }
}
`;
