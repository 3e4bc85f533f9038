import { ts } from 'ts-morph';
import { MUTATORS } from './rules/is-mutated.ts';
import { isMember, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/** What a node changes: the `a` of `a.b = 1`, `a.count++`, `a.set(…)` of a collection, and of a method that changes its own object. */
export function changedAt(
  node: ts.Node,
  checker: ts.TypeChecker,
  selfChanging: ReadonlySet<ts.Node>,
): readonly ts.Expression[] {
  if (isAssigned(node)) return [node.expression];
  if (!ts.isCallExpression(node)) return [];
  const callee = skipTypes(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const borrower = borrowerOf(node, callee, checker);
  if (borrower !== null) return [borrower];
  const method = setMethod(callee, checker) ?? checker.getResolvedSignature(node)?.declaration;
  if (method === undefined) return [];
  return selfChanging.has(method) || changesCollection(method, callee) ? [callee.expression] : [];
}

/** The method that a constant was set with, whatever type it says that it has: `put` of `const box: Box = new BoxOfMap()`. */
function setMethod(callee: ts.PropertyAccessExpression, checker: ts.TypeChecker): ts.Declaration | undefined {
  const constant = resolve(checker.getSymbolAtLocation(skipTypes(callee.expression)), checker)?.valueDeclaration;
  if (constant === undefined || !ts.isVariableDeclaration(constant) || constant.initializer === undefined)
    return undefined;
  const isFixed = (constant.parent.flags & ts.NodeFlags.Const) !== 0 && constant.type !== undefined;
  const type = isFixed ? checker.getTypeAtLocation(skipTypes(constant.initializer)) : undefined;
  return type?.getProperty(callee.name.text)?.valueDeclaration;
}

/** What a method of a collection is borrowed for: the `a` of `a.set.bind(a)`, `Map.prototype.set.call(a, …)` and `Reflect.apply(a.set, a, …)`. */
function borrowerOf(
  { arguments: [first, second] }: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): ts.Expression | null {
  const isReflect = ts.isIdentifier(callee.expression) && callee.expression.text === 'Reflect';
  const method = isReflect ? first : callee.expression;
  const borrower = isReflect ? second : first;
  if (method === undefined || borrower === undefined || !BORROWERS.has(callee.name.text)) return null;
  const member = skipTypes(method);
  if (!ts.isPropertyAccessExpression(member)) return null;
  const owner = checker.getSymbolAtLocation(member.name)?.declarations?.[0];
  return owner !== undefined && changesCollection(owner, member) ? borrower : null;
}

const BORROWERS = new Set(['apply', 'bind', 'call']);

/** The variables that a node sets, or changes as `changedAt` says. */
export function changedIn(
  node: ts.Node,
  checker: ts.TypeChecker,
  selfChanging: ReadonlySet<ts.Node>,
): readonly ts.Symbol[] {
  const names = ts.isIdentifier(node)
    ? [node].filter(isTarget)
    : changedAt(node, checker, selfChanging).map((object) => baseOf(object, checker));
  return names.map((name) => checker.getSymbolAtLocation(name)).filter((symbol) => symbol !== undefined);
}

/** A member that is set. */
function isAssigned(node: ts.Node): node is ts.AccessExpression {
  return isMember(node) && isTarget(node);
}

/** Something is assigned to it, or it is counted or deleted. */
export function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return isStep(parent.operator);
  const isLeft = ts.isBinaryExpression(parent) && parent.left === node;
  return isLeft ? isAssignment(parent.operatorToken.kind) : ts.isDeleteExpression(parent);
}

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

/** The method whose `this` it is at a node, and the arrow functions in between: a field may hold one. */
function methodsOfThis(node: ts.Node): readonly ts.Node[] {
  if (ts.isSourceFile(node) || ts.isClassLike(node)) return [];
  if (ts.isArrowFunction(node)) return [node, ...methodsOfThis(node.parent)];
  if (ts.isFunctionLike(node)) return ts.isMethodDeclaration(node) || ts.isFunctionExpression(node) ? [node] : [];
  return methodsOfThis(node.parent);
}

function changesCollection({ parent: owner }: ts.Node, callee: ts.PropertyAccessExpression): boolean {
  if (!ts.isInterfaceDeclaration(owner) || !isOfLibrary(owner)) return false;
  if (GENERATOR.test(owner.name.text)) return callee.name.text === 'next';
  return COLLECTION.test(owner.name.text) && MUTATORS.has(callee.name.text);
}

const COLLECTION = /^(?:(?:Weak)?(?:Map|Set)|\w*Array)$/;

const GENERATOR = /^(?:Async)?(?:Generator|Iterator)$/;

/** The methods that change their own object, themselves or by another of its methods. */
export function methodsThatChangeThis(nodes: readonly ts.Node[], checker: ts.TypeChecker): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    const changing = nodes.filter((node) => changesThis(node, checker, found));
    for (const method of changing.flatMap(methodsOfThis)) found.add(method);
  }
  return found;
}

function changesThis(node: ts.Node, checker: ts.TypeChecker, selfChanging: ReadonlySet<ts.Node>): boolean {
  const changed = changedAt(node, checker, selfChanging);
  return changed.some((object) => baseOf(object, checker).kind === ts.SyntaxKind.ThisKeyword);
}

export function resolve(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Symbol | undefined {
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The `a` of `a.b[0].c`, or of it what a getter gives, which may be new. */
export function baseOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  const node = skipTypes(expression);
  if (ts.isElementAccessExpression(node)) return baseOf(node.expression, checker);
  if (!ts.isPropertyAccessExpression(node)) return node;
  const isMade = checker.getSymbolAtLocation(node.name)?.declarations?.some(ts.isGetAccessor) === true;
  return isMade ? node : baseOf(node.expression, checker);
}
