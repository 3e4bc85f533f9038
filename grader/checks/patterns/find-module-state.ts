import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';
import { MUTATORS } from './rules/is-mutated.ts';
import { AT_ONCE } from './rules/runs-later.ts';
import { hasModifier, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/**
 * The constants and classes of modules that functions change from afar: from another file, under another name, or through
 * the methods of an object of their own. What the file of a constant does to it by its name is found without types.
 */
export function findModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly ts.Node[] {
  const nodes = files.flatMap(nodesOf);
  const selfChanging = new Set(nodes.filter((node) => changesThis(node, checker)).flatMap(methodsAround));
  const changed = nodes.filter(runsLater).flatMap((node) => changedAt(node, checker, selfChanging));
  const origins = changed.map((object) => originOf(object, checker, MAX_STEPS));
  return [...new Set(origins)]
    .filter((origin) => origin !== null)
    .filter((origin) => files.includes(origin.getSourceFile()));
}

const MAX_STEPS = 20;

/** What a node changes: the `a` of `a.b = 1`, `a.count++`, `a.set(…)` of a collection, and of a method that changes its own object. */
function changedAt(
  node: ts.Node,
  checker: ts.TypeChecker,
  selfChanging: ReadonlySet<ts.Node>,
): readonly ts.Expression[] {
  if (isAssigned(node)) return [node.expression];
  if (!ts.isCallExpression(node)) return [];
  const callee = skipTypes(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const method = checker.getResolvedSignature(node)?.declaration;
  if (method === undefined) return [];
  return selfChanging.has(method) || changesCollection(method, callee) ? [callee.expression] : [];
}

/** A member that is set. */
function isAssigned(node: ts.Node): node is ts.AccessExpression {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
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

function methodsAround(node: ts.Node): readonly ts.Node[] {
  if (ts.isSourceFile(node)) return [];
  const isMethod = ts.isMethodDeclaration(node) || ts.isArrowFunction(node);
  return [...(isMethod ? [node] : []), ...methodsAround(node.parent)];
}

function changesCollection({ parent: owner }: ts.Node, callee: ts.PropertyAccessExpression): boolean {
  if (!ts.isInterfaceDeclaration(owner) || !isOfLibrary(owner)) return false;
  return COLLECTION.test(owner.name.text) && MUTATORS.has(callee.name.text);
}

const COLLECTION = /^(?:(?:Weak)?(?:Map|Set)|\w*Array)$/;

/** Other methods of the same object are not looked into. */
function changesThis(node: ts.Node, checker: ts.TypeChecker): boolean {
  return changedAt(node, checker, NONE).some((object) => baseOf(object, checker).kind === ts.SyntaxKind.ThisKeyword);
}

const NONE: ReadonlySet<ts.Node> = new Set();

/** The constant or class of a module that an expression is a part of, by way of other names. */
function originOf(expression: ts.Expression, checker: ts.TypeChecker, steps: number): ts.Node | null {
  const base = baseOf(expression, checker);
  if (steps === 0 || !ts.isIdentifier(base)) return null;
  const declaration = resolve(checker.getSymbolAtLocation(base), checker)?.valueDeclaration;
  if (declaration === undefined) return null;
  if (ts.isClassDeclaration(declaration)) return runsLater(declaration) ? null : declaration;
  const variable = variableOf(declaration);
  if (variable === null) return null;
  const { initializer } = variable;
  const isAlias = initializer !== undefined && ts.isIdentifier(baseOf(initializer, checker));
  const origin = isAlias ? originOf(initializer, checker, steps - 1) : null;
  return origin ?? (runsLater(variable) ? null : variable);
}

function resolve(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Symbol | undefined {
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The declaration by `const` that a name is bound in; a rest is a copy. */
function variableOf(declaration: ts.Node): ts.VariableDeclaration | null {
  if (ts.isBindingElement(declaration)) {
    return declaration.dotDotDotToken === undefined ? variableOf(declaration.parent.parent) : null;
  }
  return ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
    ? declaration
    : null;
}

/** The `a` of `a.b[0].c`, or of it what a getter gives, which may be new. */
function baseOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  const node = skipTypes(expression);
  if (ts.isElementAccessExpression(node)) return baseOf(node.expression, checker);
  if (!ts.isPropertyAccessExpression(node)) return node;
  const isMade = checker.getSymbolAtLocation(node.name)?.declarations?.some(ts.isGetAccessor) === true;
  return isMade ? node : baseOf(node.expression, checker);
}

/** Inside a function that is not called where it stands, or in the value of an instance's field. */
function runsLater(node: ts.Node): boolean {
  for (let inner = node; !ts.isSourceFile(inner); inner = inner.parent) {
    const { parent } = inner;
    if (ts.isFunctionLike(parent) && !isCalledAtOnce(parent)) return true;
    if (
      ts.isPropertyDeclaration(parent) &&
      parent.initializer === inner &&
      !hasModifier(parent, ts.SyntaxKind.StaticKeyword)
    )
      return true;
  }
  return false;
}

function isCalledAtOnce(written: ts.SignatureDeclaration): boolean {
  if (!ts.isArrowFunction(written) && !ts.isFunctionExpression(written)) return false;
  if (hasModifier(written, ts.SyntaxKind.AsyncKeyword) || written.asteriskToken !== undefined) return false;
  let outer: ts.Node = written;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  return (
    call.expression === outer ||
    (ts.isPropertyAccessExpression(call.expression) && AT_ONCE.has(call.expression.name.text))
  );
}
