import type { AST } from 'eslint';
import { child, children, field, type AstNode } from './ast.ts';
import { patternRule } from './pattern-rule.ts';

/** A `catch` block without a statement that does anything; a comment that says why counts as something. */
export const emptyCatchRule = patternRule(({ sourceCode, report }) => ({
  CatchClause: (node) => {
    const body = child(node, 'body');
    if (body === null || !children(body, 'body').every(doesNothing)) return;
    const [start, end] = rangeOf(field(node, 'range'));
    // Nothing is between for a comment inside.
    const isBeside = (at: number): boolean => start < at && /^[^\S\r\n]*$/.test(sourceCode.text.slice(end, at));
    const explained = sourceCode
      .getAllComments()
      .some(({ range, value }) => range !== undefined && isBeside(range[0]) && /\p{L}/u.test(value));
    if (!explained) report(node);
  },
}));

/** `;`, `undefined;`, `void error;` */
function doesNothing(statement: AstNode): boolean {
  if (statement.type === 'EmptyStatement') return true;
  const expression = child(statement, 'expression');
  if (statement.type !== 'ExpressionStatement' || expression === null) return false;
  const isVoid = expression.type === 'UnaryExpression' && field(expression, 'operator') === 'void';
  const value = isVoid ? child(expression, 'argument') : expression;
  return value?.type === 'Identifier' || value?.type === 'Literal';
}

function rangeOf(range: unknown): AST.Range {
  const [start, end]: readonly unknown[] = Array.isArray(range) ? range : [];
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : [0, 0];
}
