import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';
import { hasModifier, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/** The expressions of a file that make a promise as a statement and do nothing with it, or for a `forEach` that does. */
export function findFloatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  const nodes = nodesOf(file);
  const statements = nodes.filter((node) => ts.isExpressionStatement(node)).map(({ expression }) => expression);
  const callbacks = nodes.filter((node) => ts.isCallExpression(node)).flatMap((call) => droppedBy(call, checker));
  return [
    ...statements.filter((expression) => floats(expression, checker)),
    ...callbacks.filter((callback) => makesFloating(callback, checker)),
  ];
}

/** The callback whose result the call drops: that of the library's `forEach`. */
function droppedBy(call: ts.CallExpression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const callee = skipTypes(call.expression);
  const drops = isMember(callee) && memberName(callee) === 'forEach' && ownerInLibrary(call, checker) !== null;
  return drops ? call.arguments.slice(0, 1) : [];
}

function makesFloating(callback: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = skipTypes(callback);
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body) && !hasModifier(node, ts.SyntaxKind.AsyncKeyword))
    return floats(node.body, checker);
  const signatures = checker.getTypeAtLocation(node).getCallSignatures();
  return signatures.some((signature) => isPromise(signature.getReturnType(), checker));
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
  return COLLECTIONS.has(ownerInLibrary(call, checker) ?? '');
}

/** The interface of the standard library whose method is called. */
function ownerInLibrary(call: ts.CallExpression, checker: ts.TypeChecker): string | null {
  const owner = checker.getResolvedSignature(call)?.declaration?.parent;
  return owner !== undefined && ts.isInterfaceDeclaration(owner) && isOfLibrary(owner) ? owner.name.text : null;
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
