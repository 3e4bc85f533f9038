import type { Report } from '../model/report.ts';
import { canonicalJson } from './canonical-json.ts';

/** The bytes by which two gradings are compared: `result` in canonical form (RFC 8785). */
export function canonicalResult(report: Pick<Report, 'result'>): string {
  return canonicalJson(report.result);
}
