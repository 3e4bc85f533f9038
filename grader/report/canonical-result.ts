import type { Report } from '../model/report.ts';
import { compareText } from '../score/compare-findings.ts';

/** The bytes by which two gradings are compared: `result` as JSON without white space, members sorted as in RFC 8785. */
export function canonicalResult(report: Report): string {
  return canonicalJson(report.result);
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
