import { sourceLines } from '../../../source-lines.ts';
import { isNode } from './ast.ts';
import { patternRule, type RuleInput } from './pattern-rule.ts';

interface Comment {
  readonly type: string;
  readonly value: string;
}

/** Comments that the compiler obeys, or that at least begin as if it would. */
export const tsCommentRule = patternRule((input) => ({
  Program: () => reportComments(input, isCompilerDirective),
}));

/** Comments that ESLint, Biome, Rome, Oxlint, TSLint, JSHint, JSLint, Deno's linter or Sonar obey. An editor's inspections are no linter. */
export const lintCommentRule = patternRule((input) => ({
  Program: () => reportComments(input, isLintDirective),
}));

function reportComments(input: RuleInput, isBanned: (comment: Comment) => boolean): void {
  for (const comment of input.sourceCode.getAllComments()) {
    const seen: unknown = comment;
    if (isNode(seen) && isBanned(comment)) input.report(seen);
  }
}

/**
 * What either compiler obeys, the native one of Q1 or the one that the typed patterns are found with. In a block they look
 * at the last line only, and a line ends where JavaScript says so; of the three only `@ts-nocheck` may be in capitals.
 */
function isCompilerDirective({ type, value }: Comment): boolean {
  if (type === 'Line') return isDirective(value);
  const lines = sourceLines(value);
  return isDirective(lines.at(0) ?? '') || isDirective(lines.at(-1) ?? '');
}

/** Lower case in the compiler's sense: the Kelvin sign is a `k`. */
function isDirective(line: string): boolean {
  return /^[\s*/]*@ts-(?:ignore|expect-error)/.test(line) || /^[\s*/]*@ts-nocheck(?![\w-])/iu.test(line);
}

function isLintDirective({ type, value }: Comment): boolean {
  const text = value.replace(/^[\s*]+/, '');
  const disables =
    /^(?:(?:eslint|oxlint|rslint)-disable(?:-(?:next-)?line)?(?![\w-])|biome-ignore(?:-(?:all|start|end))?\s|rome-ignore\s|tslint:disable|deno-lint-ignore|NOSONAR\b|jshint\s+ignore\s*:)/;
  if (disables.test(text)) return true;
  if (type === 'Block' && TOLERANCE.test(text)) return true;
  return type === 'Block' && /^eslint\s+["']?[\w@/-]+["']?\s*:\s*\[?\s*["']?(?:off|warn|error|[012])\b/.test(text);
}

/** JSLint's options only tolerate, but for those that name where the code runs; of JSHint's most demand something. */
const TOLERANCE =
  /^(?:jshint\s+(?:-W\d|evil\s*:\s*true)|jslint\s+(?!(?:beta|browser|couch|devel|node|rhino)\b)\w+\s*:\s*true\b)/;
