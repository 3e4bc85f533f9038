import { printable } from '../../printable.ts';
import type { ComparedCell, ComparedReport, Comparison, Regraded } from '../../report/comparison/comparison.ts';

/** Longer labels say nothing more to a reader. */
const MAX_LABEL = 24;

/** Longer texts say nothing more to a reader; the reports keep them whole. */
const MAX_TEXT = 600;

/** The comparison with every string made printable, so that no rendering can forget one. */
export function printableComparison(comparison: Comparison): Comparison {
  return {
    ...comparison,
    challenge: printable(comparison.challenge, MAX_LABEL),
    versions: comparison.versions.map((version) => printable(version, MAX_LABEL)),
    columns: comparison.columns.map(printableReport),
    rows: comparison.rows.map((row) => ({
      ...row,
      id: printable(row.id, 8),
      title: printable(row.title, 60),
      cells: row.cells.map(printableCell),
    })),
    regraded: comparison.regraded.map(printableRegraded),
    groups: comparison.groups.map((group) => ({ ...group, facts: texts(group.facts) })),
  };
}

function printableReport(column: ComparedReport): ComparedReport {
  const { cappedBy } = column.score;
  return {
    ...column,
    label: printable(column.label, MAX_LABEL),
    score: { ...column.score, cappedBy: cappedBy && { ...cappedBy, rule: printable(cappedBy.rule, 8) } },
    unmeasured: column.unmeasured.map((id) => printable(id, 8)),
    gate: { ...column.gate, reasons: texts(column.gate.reasons) },
  };
}

/** Most cells have no evidence, and there can be thousands of them. */
function printableCell(cell: ComparedCell | null): ComparedCell | null {
  if (cell === null || cell.evidence.length === 0) return cell;
  const evidence = cell.evidence.map((shown) => ({
    ...shown,
    case: shown.case === null ? null : printable(shown.case, MAX_TEXT),
    message: printable(shown.message, MAX_TEXT),
    replay: shown.replay === null ? null : printable(shown.replay, MAX_TEXT),
    story: null,
  }));
  return { ...cell, evidence };
}

function texts(lines: readonly string[]): readonly string[] {
  return lines.map((line) => printable(line, MAX_TEXT));
}

function printableRegraded({ label, before, after, changes }: Regraded): Regraded {
  return {
    label: printable(label, MAX_LABEL),
    before: { ...before, by: printable(before.by, 120) },
    after: { ...after, by: printable(after.by, 120) },
    changes: changes.map((rule) => ({ ...rule, id: printable(rule.id, 8), title: printable(rule.title, 60) })),
  };
}
