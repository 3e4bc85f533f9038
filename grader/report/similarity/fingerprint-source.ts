/** A source file as fingerprints that renaming, comments and layout leave alone. */

import { LanguageVariant, ScriptTarget, SyntaxKind, createScanner } from 'typescript';

import { winnow } from './winnow.ts';

/** Tokens of one hash, and hashes of one window: any run of 39 common tokens (k + w - 1), about five lines, is noticed. */
const TOKENS = 23;
const WINDOW = 17;

export interface SourceFingerprint {
  /** 32 bits. */
  readonly hash: number;
  /** Lines of the run of tokens behind it, 1-based. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const VALUE_ENDS: ReadonlySet<number> = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
]);

interface Token {
  /** The token's kind; all names are alike, and all literals of a kind. */
  readonly kind: number;
  readonly line: number;
}

export function fingerprintSource(text: string): readonly SourceFingerprint[] {
  const tokens = scan(text);
  const hashes = Array.from({ length: Math.max(0, tokens.length - TOKENS + 1) }, (_, at) => hashRun(tokens, at));
  return winnow(hashes, WINDOW).map(({ hash, at }) => ({
    hash,
    firstLine: tokens[at]?.line ?? 1,
    lastLine: tokens[at + TOKENS - 1]?.line ?? 1,
  }));
}

function scan(text: string): readonly Token[] {
  const scanner = createScanner(ScriptTarget.Latest, true, LanguageVariant.Standard, text);
  const tokens: Token[] = [];
  /** For every template that is open, how many braces are open in its current expression. */
  const templates: number[] = [];
  let line = 1;
  let seen = 0;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    for (let at = seen; at < start; at += 1) if (text.charCodeAt(at) === 10) line += 1;
    seen = start;
    if (isRegExpStart(kind, tokens.at(-1)?.kind)) kind = scanner.reScanSlashToken();
    if (kind === SyntaxKind.CloseBraceToken && templates.at(-1) === 0) kind = scanner.reScanTemplateToken(false);
    countBraces(kind, templates);
    tokens.push({ kind, line });
  }
  return tokens;
}

/** A scanner without a parser has to be told where an expression ends and its template goes on. */
function countBraces(kind: SyntaxKind, templates: number[]): void {
  const open = templates.at(-1);
  if (kind === SyntaxKind.TemplateHead) templates.push(0);
  else if (kind === SyntaxKind.TemplateTail) templates.pop();
  else if (open === undefined) return;
  else if (kind === SyntaxKind.OpenBraceToken) templates[templates.length - 1] = open + 1;
  else if (kind === SyntaxKind.CloseBraceToken) templates[templates.length - 1] = open - 1;
}

/** After a value a slash divides; anywhere else it opens a regular expression. */
function isRegExpStart(kind: SyntaxKind, before: number | undefined): boolean {
  if (kind !== SyntaxKind.SlashToken && kind !== SyntaxKind.SlashEqualsToken) return false;
  return before === undefined || !VALUE_ENDS.has(before);
}

/** FNV-1a over the kinds. */
function hashRun(tokens: readonly Token[], from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + TOKENS; at += 1) hash = Math.imul(hash ^ (tokens[at]?.kind ?? 0), 0x01000193);
  // The low bits of FNV vary least; winnowing compares whole hashes.
  return (hash ^ (hash >>> 15)) >>> 0;
}
