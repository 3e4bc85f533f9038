import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { reportSchema } from '../report/schema.ts';

/** Longer strings say nothing more to a reader; report.json keeps them whole. */
const MAX_LENGTH = 1000;

/** The report with every string made printable, so that no reporter can forget one. */
export function printableReport(report: Report): Report {
  return reportSchema.parse(printableStrings(report));
}

function printableStrings(value: unknown): unknown {
  if (typeof value === 'string') return printable(value, MAX_LENGTH);
  if (Array.isArray(value)) return value.map(printableStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, printableStrings(member)]));
}
