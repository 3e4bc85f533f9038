/** Rule Q1: the TypeScript compiler over the submission's `src/`, with the kit's options. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Challenge } from '../../model/challenge.ts';
import type { Finding, Measured, TypesEvidence } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';
import { sourceLines } from '../../source-lines.ts';
import { withPrivateFolder } from '../../submission/private-folder.ts';
import { compilePrivateCopy, type Compilation } from './compile-private-copy.ts';
import { missesNodeModule, type Diagnostic } from './parse-diagnostics.ts';
import { typesFinding } from './types-finding.ts';

export interface CheckTypesOptions {
  /** The staged submission: regular files only, the given files restored. */
  readonly stagedRoot: string;
  readonly challenge: Challenge;
  /** CPU time that the compiler may take; more is the submission's doing. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const MAX_FINDINGS = 100;

/**
 * The compiler's diagnostics on `src/` as findings of rule `types`, sorted by place, at most 100. A submission that the
 * compiler cannot finish, or that reaches for files outside of itself, gets a finding that says so. Rejects with the
 * signal's reason only.
 */
export async function checkTypes(options: CheckTypesOptions): Promise<Measured<TypesEvidence>> {
  try {
    const compilation = await withPrivateFolder((folder) => compilePrivateCopy(folder, options));
    return judge(compilation, options);
  } catch (error) {
    options.signal.throwIfAborted();
    return notMeasured(error instanceof Error ? error.message : String(error));
  }
}

function judge(compilation: Compilation, options: CheckTypesOptions): Measured<TypesEvidence> {
  switch (compilation.status) {
    case 'compiled':
      return measured(findingsOf(compilation, options.stagedRoot));
    case 'too-costly':
      return measured([unfinished(options, compilation.reason)]);
    case 'failed':
      return notMeasured(compilation.cause);
    default:
      return compilation satisfies never;
  }
}

/** What was read from outside may stand in a diagnostic's text: where a file escapes, only the escape is told. */
function findingsOf(
  { escapes, diagnostics }: Compilation & { readonly status: 'compiled' },
  stagedRoot: string,
): readonly Finding[] {
  if (escapes.length > 0) return escapes;
  return diagnostics.filter((it) => !missesNodeModule(it, sourceLine(it, stagedRoot))).map(toFinding);
}

function sourceLine({ file, line }: Diagnostic, stagedRoot: string): string {
  const path = join(stagedRoot, file);
  return file !== '' && existsSync(path) ? (sourceLines(readFileSync(path, 'utf8'))[line - 1] ?? '') : '';
}

/** A diagnostic without a place, as of a global type that `using` needs, is one of the whole folder. */
function toFinding({ file, line, column, code, message }: Diagnostic): Finding {
  return typesFinding({ file: file === '' ? 'src' : file, line, column }, `${code}: ${withoutAdvice(code, message)}`);
}

const ADVICE = / Do you need to (?:change your target library|install type definitions)\b.*$/s;
const INSTEAD = ' Graded with lib ES2024 and the given globals.d.ts alone, which do not have it.';

/** The compiler advises to change its options or to install types, which changes nothing here: what holds is said instead. */
function withoutAdvice(code: string, message: string): string {
  return code === 'TS2318' ? `${message}${INSTEAD}` : message.replace(ADVICE, INSTEAD);
}

function unfinished(options: CheckTypesOptions, reason: string): Finding {
  const place = { file: options.challenge.entry.store, line: 1, column: 1 };
  return typesFinding(place, `The type check ${reason}: the source costs the compiler too much.`);
}

function measured(findings: readonly Finding[]): TypesEvidence {
  return { status: 'measured', findings: findings.toSorted(byPlace).slice(0, MAX_FINDINGS) };
}

function byPlace(a: Finding, b: Finding): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function notMeasured(cause: string): Measured<TypesEvidence> {
  return { status: 'not-measured', fault: 'kit', cause: printable(`the type check did not run: ${cause}`, 300) };
}
