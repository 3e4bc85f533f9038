import { ts } from 'ts-morph';
import { isAny } from './any-type.ts';
import { nodesOf } from './nodes-of.ts';

/**
 * The expressions of type `any` that are relied on: a member is read, it is called, or it goes where a type is declared.
 * The strict library leaves few of them, such as the result of calling a `Function` or what a conditional type infers.
 */
export function findUsedAny(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  return nodesOf(file)
    .filter(isValue)
    .filter((node) => isReliedOn(node, checker) && isAny(checker.getTypeAtLocation(node)));
}

/** The kinds of expression that can be `any` with nothing inside that is reported already. */
export function isValue(node: ts.Node): node is ts.Expression {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

/** Whether the expression is used as if it had a type. */
export function isReliedOn(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  const goesToType = isTyped(checker.getContextualType(outer), outer);
  if (isAccessOrCall(parent)) return calleeOf(parent) === outer || goesToType;
  // What an assertion claims is a pattern of its own.
  return !ts.isAssertionExpression(parent) && (goesToType || isComputedWith(outer, checker));
}

/** `[...x]`, `for (y of x)`, `x - 1`, `n += x`: what comes out has a type that nobody has checked, unless it is a text. */
function isComputedWith(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  if (!ts.isBinaryExpression(parent)) return ts.isSpreadElement(parent);
  const isText = (checker.getTypeAtLocation(parent).flags & ts.TypeFlags.StringLike) !== 0;
  return computes(parent.operatorToken.kind) && !isText;
}

function computes(operator: ts.BinaryOperator): boolean {
  const isArithmetic = operator >= ts.SyntaxKind.PlusToken && operator <= ts.SyntaxKind.PercentToken;
  return isArithmetic || (operator >= ts.SyntaxKind.PlusEqualsToken && operator <= ts.SyntaxKind.PercentEqualsToken);
}

type AccessOrCall = ts.AccessExpression | ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

function isAccessOrCall(node: ts.Node): node is AccessOrCall {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node)
  );
}

function calleeOf(node: AccessOrCall): ts.Expression {
  return ts.isTaggedTemplateExpression(node) ? node.tag : node.expression;
}

function outermost(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node.parent) ? outermost(node.parent) : node;
}

const UNTYPED = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void;

/** A type parameter of what is called takes everything; one that stands around the node is as much a type as any other. */
function isTyped(type: ts.Type | undefined, node: ts.Node): boolean {
  if (type === undefined || (type.flags & UNTYPED) !== 0) return false;
  return (type.flags & ts.TypeFlags.TypeParameter) === 0 || isDeclaredAround(node, type.getSymbol());
}

function isDeclaredAround(node: ts.Node, parameter: ts.Symbol | undefined): boolean {
  const owners = parameter?.declarations?.map(({ parent }) => parent) ?? [];
  return ts.findAncestor(node, (outer) => owners.includes(outer)) !== undefined;
}
