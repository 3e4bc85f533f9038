import type { Report } from '../model/report.ts';
import { firstDifference } from './first-difference.ts';

/** Whether a result came out the same again; `null` where that could not be found out, by no doing of the report's. */
export interface Derived {
  readonly same: boolean | null;
  readonly text: string;
}

interface Audited {
  readonly report: Report;
  /** What its file holds, members that this kit does not know included. */
  readonly document: object;
}

/** Holds a report against a new grading of the same hand-in, whose name may be another. Throws where the new grading failed through a fault of the kit. */
export function holdAgainst({ report, document }: Audited, again: Report): Derived {
  const { id } = report.result.submission;
  const derived = { ...again.result, submission: { ...again.result.submission, id } };
  const difference = firstDifference('result' in document ? document.result : undefined, derived, 'result');
  if (difference === null) return { same: true, text: 'derived again, byte for byte' };
  if (again.run.faults.length > 0) throw new Error(`deriving again failed: ${again.run.faults.join('; ')}`);
  const gap = gapIn(again, report);
  if (gap !== null) return { same: null, text: `not derived: ${gap}; audit it again when the machine has less to do` };
  const { path, one, other } = difference;
  return { same: false, text: `${path} is ${one} in the report and ${other} when derived again` };
}

/** What this machine could not measure of what the report has. */
function gapIn(again: Report, { result }: Report): string | null {
  const known = new Set(result.rules.filter(({ verdict }) => verdict !== 'not-measured').map(({ id }) => id));
  const gap = again.result.rules.find(({ id, verdict }) => verdict === 'not-measured' && known.has(id));
  return gap === undefined
    ? null
    : `${gap.id} was not measured here (${gap.evidence[0]?.message ?? 'no reason given'})`;
}
