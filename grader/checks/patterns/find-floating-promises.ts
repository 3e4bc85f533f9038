import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';
import { isPromise, partsOf } from './promise-type.ts';
import { hasModifier, isMember, memberNameOf, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/** The expressions of a file whose value nobody takes, or a `forEach` drops, although it is a promise. */
export function findFloatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  const nodes = nodesOf(file);
  const dropped = nodes.flatMap(droppedAt);
  const callbacks = nodes.filter((node) => ts.isCallExpression(node)).flatMap((call) => droppedBy(call, checker));
  return [
    ...dropped.filter((expression) => floats(expression, checker)),
    ...callbacks.filter((callback) => makesFloating(callback, checker)),
  ];
}

/** The statement, the parts of the head of a loop, the left side of a comma. */
function droppedAt(node: ts.Node): readonly ts.Expression[] {
  if (ts.isExpressionStatement(node)) return [node.expression];
  if (ts.isForStatement(node)) return [node.initializer, node.incrementor].filter(isExpression);
  const isComma = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isComma ? [node.left] : [];
}

function isExpression(node: ts.ForInitializer | undefined): node is ts.Expression {
  return node !== undefined && !ts.isVariableDeclarationList(node);
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
  if (ts.isVoidExpression(node)) return false;
  if (ts.isAwaitExpression(node)) return awaitsNothing(node, checker) && floats(node.expression, checker);
  if (ts.isPrefixUnaryExpression(node)) return floats(node.operand, checker);
  if (ts.isArrayLiteralExpression(node)) return node.elements.some((element) => elementFloats(element, checker));
  if (ts.isConditionalExpression(node)) return floats(node.whenTrue, checker) || floats(node.whenFalse, checker);
  if (ts.isBinaryExpression(node)) return binaryFloats(node, checker);
  if (ts.isCallExpression(node)) {
    if (isHandled(node, checker) || keepsPromises(node, checker)) return false;
    const [callback] = mappedBy(node, checker);
    if (callback !== undefined) return makesFloating(callback, checker);
  }
  return isPromise(checker.getTypeAtLocation(node), checker);
}

/** Of a list, `await` waits for none; a list that has a name may be waited for elsewhere. */
function awaitsNothing({ expression }: ts.AwaitExpression, checker: ts.TypeChecker): boolean {
  const isList = partsOf(checker.getTypeAtLocation(expression), checker).every(
    (part) => checker.isArrayType(part) || checker.isTupleType(part),
  );
  return isList && !hasName(expression);
}

function elementFloats(element: ts.Expression, checker: ts.TypeChecker): boolean {
  return floats(ts.isSpreadElement(element) ? element.expression : element, checker);
}

/** The callback of the library's `map`, which the promises come from. */
function mappedBy(call: ts.CallExpression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const callee = skipTypes(call.expression);
  const isMap = isMember(callee) && memberName(callee) === 'map' && ownerInLibrary(call, checker) !== null;
  return isMap ? call.arguments.slice(0, 1) : [];
}

/** The right side is the statement of `a && b()`, and the left side is called; what is assigned is taken. */
function binaryFloats(node: ts.BinaryExpression, checker: ts.TypeChecker): boolean {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.CommaToken:
      return floats(node.right, checker);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return floats(node.right, checker) || (ts.isCallExpression(skipTypes(node.left)) && floats(node.left, checker));
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

/** Empty where the name is computed. */
function memberName(node: ts.AccessExpression): string {
  return memberNameOf(node) ?? '';
}
