import { ts } from 'ts-morph';
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
function isValue(node: ts.Node): node is ts.Expression {
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

function isReliedOn(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (isAccessOrCall(parent)) return calleeOf(parent) === outer || isTyped(checker.getContextualType(outer));
  // What an assertion claims is a pattern of its own.
  return !ts.isAssertionExpression(parent) && isTyped(checker.getContextualType(outer));
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

const UNTYPED = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter | ts.TypeFlags.Void;

function isTyped(type: ts.Type | undefined): boolean {
  return type !== undefined && (type.flags & UNTYPED) === 0;
}

/** The compiler's own `any` for what it has reported as an error is none. */
function isAny(type: ts.Type): boolean {
  const isError = 'intrinsicName' in type && type.intrinsicName === 'error';
  return (type.flags & ts.TypeFlags.Any) !== 0 && !isError;
}
