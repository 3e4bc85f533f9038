import { ts } from 'ts-morph';

/** What stands behind parentheses and what only speaks to the compiler: `(x)`, `x as T`, `<T>x`, `x!`, `x satisfies T`. */
export function skipTypes(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAssertionExpression(node)) return skipTypes(node.expression);
  return ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) ? skipTypes(node.expression) : node;
}

export function hasModifier(node: ts.HasModifiers, wanted: ts.SyntaxKind): boolean {
  return node.modifiers?.some(({ kind }) => kind === wanted) === true;
}

/** `a.b` and `a[b]` */
export function isMember(node: ts.Node): node is ts.AccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The name of the member that is read, unless it is computed: `b` of `a.b` and of `a['b']`. */
export function memberNameOf(node: ts.Expression): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const isNamed = ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression);
  return isNamed ? node.argumentExpression.text : null;
}
