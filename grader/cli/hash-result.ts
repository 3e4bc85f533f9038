import { createHash } from 'node:crypto';
import type { Report } from '../model/report.ts';
import { canonicalResult } from '../report/canonical-result.ts';

/** `sha256:…` over the canonical result: two reports with the same one say the same. */
export function hashResult(report: Pick<Report, 'result'>): string {
  return `sha256:${createHash('sha256').update(canonicalResult(report)).digest('hex')}`;
}
