/** The look of the report: one column of text on paper, in light and dark, on screen and printed. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --sheet: #f3f1ea; --ink: #22211e; --soft: #625f57; --line: #dcd8cc;
  --met: #2c6142; --not-met: #a12d22; --unmeasured: #7a5a10; --link: #24538a;
  --serif: Charter, 'Bitstream Charter', 'Iowan Old Style', 'Source Serif 4', Cambria, 'Liberation Serif', Georgia, serif;
  --sans: system-ui, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #181715; --sheet: #211f1c; --ink: #e9e5db; --soft: #a8a296; --line: #38352f;
    --met: #8cc7a0; --not-met: #f0978c; --unmeasured: #dcb968; --link: #93bdec;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 var(--serif); text-size-adjust: 100%; }
body { max-width: 46rem; margin: 0 auto; padding: 3.5rem 1.5rem 4rem; overflow-wrap: anywhere; font-variant-numeric: lining-nums; }
h1, h2, h3 { font-weight: 600; line-height: 1.25; text-wrap: balance; margin: 0; }
h1 { font-size: 2.1rem; letter-spacing: -0.01em; }
h2 { font-size: 1.4rem; margin-bottom: 1rem; }
h3 { font-size: 1.1rem; }
p { margin: 0.35rem 0; text-wrap: pretty; }
ul, ol { margin: 0.35rem 0; padding-left: 1.2rem; }
li { margin: 0.3rem 0; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
code { font: 0.84em/1.5 var(--mono); }
section { margin-top: 3.5rem; }
.label { font: 600 0.75rem/1.4 var(--sans); letter-spacing: 0.05em; text-transform: uppercase; color: var(--soft); }
.soft { color: var(--soft); }
.fine { font: 0.84rem/1.5 var(--sans); color: var(--soft); }
.verdict { font: 600 0.84rem/1.5 var(--sans); white-space: nowrap; }
.met { color: var(--met); }
.not-met { color: var(--not-met); }
.not-measured, .not-applicable { color: var(--unmeasured); }

header .label { margin-bottom: 0.5rem; }
.headline { font-size: 1.4rem; line-height: 1.35; margin: 1.6rem 0 0.9rem; }
.headline strong { font-weight: 600; }
.state { padding-left: 0.9rem; border-left: 3px solid var(--line); margin: 0.7rem 0; }
.state.met { border-color: var(--met); }
.state.not-met { border-color: var(--not-met); }
.state.not-measured { border-color: var(--unmeasured); }
.state > *, .state li { color: var(--ink); }
.state p { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; list-style: none; padding: 0.9rem 0 0; margin: 1.8rem 0 0; border-top: 1px solid var(--line); font: 0.9rem/1.6 var(--sans); }
nav li { margin: 0; }

table { width: 100%; border-collapse: collapse; font: 0.92rem/1.5 var(--sans); font-variant-numeric: tabular-nums; }
header table { margin-top: 2rem; }
caption { text-align: left; color: var(--soft); font-size: 0.84rem; padding-bottom: 0.4rem; }
th { text-align: left; font-weight: inherit; }
thead th { font-size: 0.78rem; color: var(--soft); }
th, td { padding: 0.42rem 0 0.42rem 1rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
thead :is(th, td) { border-top: 0; }
th:first-child, td:first-child { padding-left: 0; }
.number { text-align: right; white-space: nowrap; }
.bar { display: block; width: 100%; min-width: 4rem; height: 0.3rem; margin-top: 0.6rem; background: var(--line); border-radius: 1rem; overflow: hidden; }
.bar > span { display: block; height: 100%; background: var(--soft); }

.rule { padding: 1.4rem 0; border-top: 1px solid var(--line); break-inside: avoid-page; }
.rule h3 .id, .name .id { font-family: var(--sans); color: var(--soft); margin-right: 0.25rem; }
.rule .fine { margin: 0.15rem 0 0.7rem; }
.evidence { list-style: none; padding: 0.7rem 1rem; margin: 0.8rem 0; background: var(--sheet); border-radius: 4px; }
.evidence li + li { margin-top: 0.7rem; }
.evidence .case { display: block; font: 0.8rem/1.5 var(--sans); color: var(--soft); }
.part { margin-top: 2.2rem; }
.part h3 { margin-bottom: 0.1rem; }
details { border-top: 1px solid var(--line); }
.part > .fine { margin: 0 0 0.7rem; }
summary { display: grid; grid-template-columns: 1fr 7rem 4.5rem; gap: 0.8rem; padding: 0.45rem 0; cursor: pointer; font: 0.92rem/1.5 var(--sans); font-variant-numeric: tabular-nums; }
summary:hover .name { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
summary::-webkit-details-marker { display: none; }
summary .name::before { content: '+'; display: inline-block; width: 1.1rem; color: var(--soft); }
details[open] .name::before { content: '\u2212'; }
.name .id { display: inline-block; min-width: 2.1rem; }
.body { padding: 0.2rem 0 1rem 1.1rem; }
.findings { list-style: none; padding: 0; }
.findings > li { padding: 0.7rem 0; border-top: 1px solid var(--line); margin: 0; break-inside: avoid; }
.findings p { margin: 0.1rem 0; }
footer { margin-top: 3.5rem; padding-top: 1.4rem; border-top: 1px solid var(--line); font: 0.84rem/1.5 var(--sans); color: var(--soft); }
footer h2 { font: 600 0.84rem/1.5 var(--sans); color: var(--ink); margin-bottom: 0.6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; color: var(--ink); }
@media (max-width: 34rem) {
  body { padding: 2rem 1.1rem 3rem; }
  h1 { font-size: 1.7rem; }
  .headline { font-size: 1.2rem; }
  section { margin-top: 2.6rem; }
  th, td { padding-left: 0.7rem; }
  .wide { display: none; }
  summary { grid-template-columns: 1fr auto 3.6rem; gap: 0.6rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  :root { --paper: #fff; --sheet: #f4f4f4; --ink: #000; --soft: #444; --line: #bbb; --met: #1d4d31; --not-met: #8a1f15; --unmeasured: #5f4500; --link: #000; }
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  nav, .hint { display: none; }
  section { margin-top: 1.8rem; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  summary .name::before { content: none; }
  details, summary { break-inside: avoid; }
  @page { margin: 2cm; }
}
`;
