import type { Report } from '../../model/report.ts';

/** Hexadecimal digits of a submission's hash that stand for it. */
const ID_LENGTH = 8;

/** What stands for a submission while its name is not to be shown: the beginning of its hash, which its report shows in full. */
export function neutralId({ result }: Report): string {
  return result.submission.treeHash.slice('sha256:'.length, 'sha256:'.length + ID_LENGTH);
}

/** A label for each report, no two alike. `names` is keyed by the submission's id or by its neutral id. */
export function labelReports(reports: readonly Report[], names: ReadonlyMap<string, string>): readonly string[] {
  const seen = new Map<string, number>();
  return reports.map((report) => {
    const id = neutralId(report);
    const label = names.get(report.result.submission.id) ?? names.get(id) ?? id;
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return times === 1 ? label : `${label} (${times})`;
  });
}
