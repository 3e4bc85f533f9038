import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';
import { isOfLibrary } from './typed-program.ts';

/** The expressions of a file that make a promise as a statement and do nothing with it. */
export function findFloatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  return nodesOf(file)
    .filter((node) => ts.isExpressionStatement(node))
    .map(({ expression }) => expression)
    .filter((expression) => floats(expression, checker));
}

/** Whether the value of an expression that nobody takes is a promise whose failure nobody handles. */
function floats(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = skipTypes(expression);
  if (ts.isAwaitExpression(node) || ts.isVoidExpression(node)) return false;
  if (ts.isConditionalExpression(node)) return floats(node.whenTrue, checker) || floats(node.whenFalse, checker);
  if (ts.isBinaryExpression(node)) return binaryFloats(node, checker);
  if (ts.isCallExpression(node) && (isHandled(node, checker) || keepsPromises(node, checker))) return false;
  return isPromise(checker.getTypeAtLocation(node), checker);
}

/** The right side is the statement of `a && b()`; what is assigned is taken. */
function binaryFloats(node: ts.BinaryExpression, checker: ts.TypeChecker): boolean {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.CommaToken:
      return floats(node.left, checker) || floats(node.right, checker);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return floats(node.right, checker);
    default:
      return false;
  }
}

/** `.catch(f)`, `.then(f, g)`, and either with a `.finally` behind it. */
function isHandled(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = skipTypes(call.expression);
  if (!isMember(callee)) return false;
  const [first, second] = call.arguments;
  switch (memberName(callee)) {
    case 'catch':
      return isHandler(first, checker);
    case 'then':
      return isHandler(second, checker);
    case 'finally':
      return !floats(callee.expression, checker);
    default:
      return false;
  }
}

function isHandler(argument: ts.Expression | undefined, checker: ts.TypeChecker): boolean {
  return argument !== undefined && checker.getTypeAtLocation(argument).getCallSignatures().length > 0;
}

/** What they return was in the collection before. */
const READERS = new Set(['at', 'copyWithin', 'fill', 'get', 'pop', 'reverse', 'shift', 'sort', 'splice']);

const COLLECTIONS = new Set(['Array', 'ReadonlyArray', 'Map', 'ReadonlyMap', 'WeakMap']);

/** `jobs.splice(0, 1)`, `jobs.get(key)`: a method of the library's own, on a collection that somebody still has. */
function keepsPromises(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = skipTypes(call.expression);
  if (!isMember(callee) || !READERS.has(memberName(callee)) || !hasName(callee.expression)) return false;
  const owner = checker.getResolvedSignature(call)?.declaration?.parent;
  const isLibrary = owner !== undefined && ts.isInterfaceDeclaration(owner) && isOfLibrary(owner);
  return isLibrary && COLLECTIONS.has(owner.name.text);
}

/** `jobs`, `this.#jobs`, `jobs[0]` */
function hasName(expression: ts.Expression): boolean {
  const node = skipTypes(expression);
  if (isMember(node)) return hasName(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isMember(node: ts.Expression): node is Member {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** Empty where the name is computed. */
function memberName(node: Member): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : '';
}

/** A promise, or an array of promises as `map` with an async function makes it. */
function isPromise(type: ts.Type, checker: ts.TypeChecker): boolean {
  return partsOf(type, checker).some((part) => {
    const element = checker.isArrayType(part) ? checker.getIndexTypeOfType(part, ts.IndexKind.Number) : undefined;
    return element === undefined ? isNamedPromise(part) : partsOf(element, checker).some(isNamedPromise);
  });
}

/** The members of a union or an intersection, or of what limits a type parameter. */
function partsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const limit = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : type;
  return limit === undefined ? [] : limit.isUnionOrIntersection() ? limit.types : [limit];
}

function isNamedPromise(type: ts.Type): boolean {
  const name = type.getSymbol()?.getName();
  if (name === 'Promise' || name === 'PromiseLike') return true;
  return (type.getBaseTypes() ?? []).some(isNamedPromise);
}

/** The expression without parentheses and what only concerns its type. */
function skipTypes(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAssertionExpression(node)) return skipTypes(node.expression);
  return ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) ? skipTypes(node.expression) : node;
}
