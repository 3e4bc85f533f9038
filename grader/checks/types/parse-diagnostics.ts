import { builtinModules } from 'node:module';

/** One diagnostic of the compiler. */
export interface Diagnostic {
  /** Relative to the folder that the compiler ran in; empty for a diagnostic without a place. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** `TS2322`. */
  readonly code: string;
  /** The first line of the text. */
  readonly message: string;
}

/** A file of the program and why it is there, as `--explainFiles` says it. */
export interface ProgramFile {
  /** Relative to the folder that the compiler ran in. */
  readonly path: string;
  readonly reasons: readonly string[];
}

export interface CompilerOutput {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly ProgramFile[];
}

/** Names in a message may hold what else ends a line (`\r`, U+2028). */
const LOCATED = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/s;
const GLOBAL = /^error (TS\d+): (.*)$/s;

/** Parses what `tsc --pretty false --explainFiles` prints: diagnostics, then files, each followed by indented lines. */
export function parseCompilerOutput(output: string): CompilerOutput {
  const diagnostics: Diagnostic[] = [];
  const files: { path: string; reasons: string[] }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const diagnostic = parseDiagnostic(line);
    if (diagnostic !== null) diagnostics.push(diagnostic);
    else if (/^\s/.test(line)) files.at(-1)?.reasons.push(line.trim());
    else if (line !== '') files.push({ path: line, reasons: [] });
  }
  return { diagnostics, files };
}

function parseDiagnostic(text: string): Diagnostic | null {
  const [, file, line, column, code, message] = LOCATED.exec(text) ?? [];
  if (file !== undefined && code !== undefined && message !== undefined) {
    return { file, line: Number(line), column: Number(column), code, message };
  }
  const [, globalCode, globalMessage] = GLOBAL.exec(text) ?? [];
  if (globalCode === undefined || globalMessage === undefined) return null;
  return { file: '', line: 1, column: 1, code: globalCode, message: globalMessage };
}

/**
 * Whether the diagnostic only says that a module of Node's has no declarations. The kit brings none on purpose, and such
 * an import is a finding of rule Q2 that costs points; it must not cost the gate of Q1 as well. `sourceLine` is the line
 * that the diagnostic points to: `process` is a global there and a module in an import's quotes.
 */
export function missesNodeModule({ code, message, column }: Diagnostic, sourceLine: string): boolean {
  if (!['TS2307', 'TS2591', 'TS2580', 'TS2882'].includes(code) || !/^['"]/.test(sourceLine.slice(column - 1)))
    return false;
  const [, name = ''] = /'([^']*)'/.exec(message) ?? [];
  return name.startsWith('node:') || builtinModules.includes(name);
}
