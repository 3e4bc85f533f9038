/** What tables wider than a column of text need beside the style of the report. */
export const wideStyle = `
body:has(> .wide-page) { max-width: 78rem; }
.wide-page > header > p, .wide-page .prose, .wide-page footer { max-width: 46rem; }
.scroll { overflow-x: auto; margin: 1rem 0; background: linear-gradient(to left, var(--paper) 40%, transparent) right / 2rem 100% no-repeat local, linear-gradient(to left, var(--line), transparent) right / 0.8rem 100% no-repeat; }
.scroll table { width: auto; min-width: 100%; }
.scroll th, .scroll td { white-space: nowrap; padding-left: 0.7rem; }
.scroll thead th { white-space: normal; vertical-align: bottom; }
.scroll td.text { white-space: normal; min-width: 14rem; }
.scroll th:first-child { position: sticky; left: 0; background: var(--paper); padding-left: 0; padding-right: 0.6rem; max-width: 18rem; white-space: normal; }
.scroll td a { color: inherit; }
.matrix td { font-weight: 600; font-size: 0.84rem; }
.matrix td.met { font-weight: 400; }
.matrix tr.differs th:first-child { font-weight: 600; }
.flag { white-space: nowrap; }
.plot { display: block; width: 6rem; height: 1.1rem; margin-top: 0.15rem; }
.plot .range { stroke: var(--soft); stroke-width: 2; }
.plot .axis { stroke: var(--line); stroke-width: 1; }
.plot .got { fill: var(--ink); }
.shown { padding: 0.7rem 0 0.7rem 0.9rem; border-left: 3px solid transparent; break-inside: avoid-page; }
.shown { scroll-margin-top: 4rem; }
.shown:target { border-color: var(--link); background: var(--sheet); }
.shown h4 { font: 600 0.92rem/1.5 var(--sans); margin: 0; }
.shown ul { margin: 0.3rem 0; }
@media print {
  .scroll { overflow: visible; background: none; }
  .scroll table { font-size: 8pt; }
  .scroll th, .scroll td { padding-left: 0.4rem; white-space: normal; }
  .scroll th:first-child { position: static; }
  .plot { width: 5rem; }
  @page { size: A4 landscape; margin: 1.5cm; }
}
`;
