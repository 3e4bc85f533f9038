import type { Severity } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import type { RenderContext } from './render-context.ts';
import { renderTerminal } from './terminal/render-terminal.ts';
import { headline, gateSentence } from './wording.ts';

const LEVELS: Readonly<Record<Severity, string>> = { gate: 'error', points: 'warning', info: 'notice' };

/** GitHub shows this many annotations of a level in one step. */
const MAX_ANNOTATIONS = 10;

/**
 * Output of a GitHub Actions step: an annotation for each finding, then the summary. While text that a candidate can have written is
 * printed, the runner takes no commands; the word that ends this follows from the result's hash, which no candidate can know
 * beforehand. `report` is printable already.
 */
export function renderGithub(report: Report, context: RenderContext): string {
  const token = `grade-${(context.resultHash ?? report.result.submission.treeHash).replace(/^sha256:/, '')}`;
  return [
    ...annotationsOf(report),
    command('notice', { title: 'grade' }, `${headline(report)}. ${gateSentence(report)}`),
    `::stop-commands::${token}`,
    renderTerminal(report, { ...context, colorLevel: 0 }),
    `::${token}::`,
    '',
  ].join('\n');
}

function annotationsOf({ result }: Report): readonly string[] {
  const left = new Map<string, number>();
  return result.findings.flatMap(({ rule, severity, file, line, column, message }) => {
    const level = LEVELS[severity];
    const used = left.get(level) ?? 0;
    left.set(level, used + 1);
    if (used >= MAX_ANNOTATIONS) return [];
    return [command(level, { file, line: Math.max(1, line), col: Math.max(1, column), title: rule }, message)];
  });
}

/** A workflow command, escaped as @actions/core escapes it. */
function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
