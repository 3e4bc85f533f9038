import { child, children, field, type AstNode } from './ast.ts';
import { patternRule } from './pattern-rule.ts';

/** A `catch` block without a statement that does anything; a comment that says why counts as something. */
export const emptyCatchRule = patternRule(({ sourceCode, report }) => ({
  CatchClause: (node) => {
    const body = child(node, 'body');
    if (body === null || !children(body, 'body').every(doesNothing)) return;
    const { start, end } = rangeOf(node);
    // Nothing is between for a comment inside, or between the `try` and the `catch`.
    const isBeside = (at: number): boolean =>
      Math.min(endOfTry(node), start) <= at && /^[^\S\r\n]*$/.test(sourceCode.text.slice(end, at));
    const explained = sourceCode
      .getAllComments()
      .some(({ range, value }) => range !== undefined && isBeside(range[0]) && /\p{L}/u.test(value));
    if (!explained) report(node);
  },
}));

/** `;`, `undefined;`, `void error;`, `({});` and a block of such. */
function doesNothing(statement: AstNode): boolean {
  if (statement.type === 'BlockStatement') return children(statement, 'body').every(doesNothing);
  if (statement.type === 'EmptyStatement') return true;
  const expression = child(statement, 'expression');
  if (statement.type !== 'ExpressionStatement' || expression === null) return false;
  const isVoid = expression.type === 'UnaryExpression' && field(expression, 'operator') === 'void';
  const value = isVoid ? child(expression, 'argument') : expression;
  if (value?.type === 'ObjectExpression') return children(value, 'properties').length === 0;
  return value?.type === 'Identifier' || value?.type === 'Literal';
}

function endOfTry(handler: AstNode): number {
  const statement = child(handler, 'parent');
  const block = statement === null ? null : child(statement, 'block');
  return block === null ? Infinity : rangeOf(block).end;
}

function rangeOf(node: AstNode): { readonly start: number; readonly end: number } {
  const range = field(node, 'range');
  const [start, end]: readonly unknown[] = Array.isArray(range) ? range : [];
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : { start: 0, end: 0 };
}
