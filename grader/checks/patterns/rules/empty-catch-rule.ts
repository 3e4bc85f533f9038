import type { AST } from 'eslint';
import { child, children, field } from './ast.ts';
import { patternRule } from './pattern-rule.ts';

/** A `catch` block without a statement; a comment that says why counts as something. */
export const emptyCatchRule = patternRule(({ sourceCode, report }) => ({
  CatchClause: (node) => {
    const body = child(node, 'body');
    if (body === null || children(body, 'body').some((statement) => statement.type !== 'EmptyStatement')) return;
    const [start, end] = rangeOf(field(body, 'range'));
    const explained = sourceCode
      .getAllComments()
      .some(({ range }) => range !== undefined && start < range[0] && range[1] < end);
    if (!explained) report(node);
  },
}));

function rangeOf(range: unknown): AST.Range {
  const [start, end]: readonly unknown[] = Array.isArray(range) ? range : [];
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : [0, 0];
}
