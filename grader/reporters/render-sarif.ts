import type { Log, ReportingDescriptor, Result as SarifResult } from 'sarif';

import type { Severity } from '../model/challenge.ts';
import type { Finding } from '../model/evidence.ts';
import type { Report, SourceExcerpt } from '../model/report.ts';
import { inertJson } from './render-json.ts';
import { headline } from './wording.ts';

const LEVELS: Readonly<Record<Severity, SarifResult.level>> = { gate: 'error', points: 'warning', info: 'note' };

/** The findings as SARIF 2.1.0 (OASIS), for editors and code scanning. `report` is printable already. */
export function renderSarif(report: Report): string {
  const { findings, sources } = report.result;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'grade', version: report.run.kit, rules: rules.map(describePattern) } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(report)],
        results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule), sources)),
        properties: {
          headline: headline(report),
          gatePassed: report.result.gate.passed,
          submissionHash: report.result.submission.treeHash,
        },
      },
    ],
  };
  return inertJson(log);
}

function describePattern(id: string): ReportingDescriptor {
  const text = id === 'types' ? 'The strict compiler options report nothing.' : `The source holds no ${id} pattern.`;
  return { id, shortDescription: { text } };
}

function resultOf(finding: Finding, ruleIndex: number, sources: readonly SourceExcerpt[]): SarifResult {
  const { rule, severity, file, message } = finding;
  const line = lineOf(finding, sources);
  const region = {
    startLine: Math.max(1, finding.line),
    startColumn: Math.max(1, finding.column),
    ...(line === null ? {} : { snippet: { text: line } }),
  };
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: relativeUri(file) }, region } }],
  };
}

function invocationOf({ run }: Report): NonNullable<Log['runs'][number]['invocations']>[number] {
  const notifications = run.faults.map((text) => ({ level: 'error' as const, message: { text } }));
  return {
    executionSuccessful: notifications.length === 0,
    startTimeUtc: run.startedAt,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

/** The finding's own line, where the report holds it. */
export function lineOf({ file, line }: Finding, sources: readonly SourceExcerpt[]): string | null {
  for (const excerpt of sources) {
    const text = excerpt.file === file ? excerpt.lines[line - excerpt.firstLine] : undefined;
    if (text !== undefined) return text;
  }
  return null;
}

/** A path as a relative reference (RFC 3986): no scheme, no query, whatever the file is called. */
function relativeUri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
