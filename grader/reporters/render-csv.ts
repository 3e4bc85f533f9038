import type { Report } from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import { evidenceLine, verdictWords } from './wording.ts';

const HEADER = [
  'submission',
  'challenge',
  'version',
  'part',
  'rule',
  'title',
  'verdict',
  'points',
  'out of',
  'cases',
  'failed',
  'evidence',
  'submission hash',
] as const;

/** A table for spreadsheets (RFC 4180): one row a rule. `report` is printable already. */
export function renderCsv(report: Report): string {
  const { challenge, submission } = report.result;
  // The candidate's report says nothing of hidden cases, which is not the same as that there are none.
  const hidden = report.audience === 'candidate';
  const rows = allRules(report).map(({ part, id, title, verdict, points, outOf, cases, failed, evidence }) => [
    ...[submission.id, challenge.id, challenge.version, part, id, title, verdictWords[verdict]],
    ...[points, outOf, ...(hidden ? ['', ''] : [cases, failed])],
    ...[evidence[0] === undefined ? '' : evidenceLine(evidence[0]), submission.treeHash],
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe, which makes it text. */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = /^[\s'"]*[=+\-@|%\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n;]|^\s|\s$|^'/u.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
