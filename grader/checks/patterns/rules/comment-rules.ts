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

/** Comments that ESLint, Biome, Oxlint, TSLint or Deno's linter obey. */
export const lintCommentRule = patternRule((input) => ({
  Program: () => reportComments(input, isLintDirective),
}));

function reportComments(input: RuleInput, isBanned: (comment: Comment) => boolean): void {
  for (const comment of input.sourceCode.getAllComments()) {
    const seen: unknown = comment;
    if (isNode(seen) && isBanned(comment)) input.report(seen);
  }
}

/** In a block the compiler looks at the last line only. */
function isCompilerDirective({ type, value }: Comment): boolean {
  const directive = /^[\s*/]*@ts-(?:ignore|expect-error|nocheck(?![\w-]))/;
  if (type === 'Line') return directive.test(value);
  const lines = value.split('\n');
  return directive.test(lines.at(0) ?? '') || directive.test(lines.at(-1) ?? '');
}

function isLintDirective({ type, value }: Comment): boolean {
  const text = value.replace(/^[\s*]+/, '');
  const disables =
    /^(?:(?:eslint|oxlint|rslint)-disable(?:-(?:next-)?line)?(?![\w-])|biome-ignore(?:-(?:all|start|end))?\s|tslint:disable|deno-lint-ignore)/;
  if (disables.test(text)) return true;
  return type === 'Block' && /^eslint\s+["']?[\w@/-]+["']?\s*:\s*\[?\s*["']?(?:off|warn|error|[012])\b/.test(text);
}
