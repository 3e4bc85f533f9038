import { ts } from 'ts-morph';
import { resolve } from './changes.ts';
import { nodesOf } from './nodes-of.ts';
import { AT_ONCE } from './rules/runs-later.ts';
import { hasModifier } from './syntax.ts';

/** What the code names that runs after its module has loaded. */
export function usedLater(nodes: readonly ts.Node[], checker: ts.TypeChecker): ReadonlySet<ts.Node | undefined> {
  const names = nodes.filter((node) => ts.isIdentifier(node) && runsLater(node));
  return new Set(names.map((name) => resolve(checker.getSymbolAtLocation(name), checker)?.valueDeclaration));
}

/** Inside a function that is not called where it stands, or in the value of an instance's field. */
export function runsLater(node: ts.Node): boolean {
  return delayOf(node) !== null;
}

/** Like `runsLater`, but for functions that are only ever called while the module loads: `fill` of `function fill() {…} fill();`. */
export function runsAfterLoading(node: ts.Node, checker: ts.TypeChecker, seen: readonly ts.Node[] = []): boolean {
  const delay = delayOf(node);
  if (delay === null || seen.includes(delay)) return false;
  const calls = callsOf(delay, checker);
  return calls === null || calls.some((call) => runsAfterLoading(call, checker, [...seen, delay]));
}

/** The function or field around a node that makes it run later. */
function delayOf(node: ts.Node): ts.Node | null {
  for (let inner = node; !ts.isSourceFile(inner); inner = inner.parent) {
    const { parent } = inner;
    if (ts.isFunctionLike(parent) && !isCalledAtOnce(parent)) return parent;
    if (
      ts.isPropertyDeclaration(parent) &&
      parent.initializer === inner &&
      !hasModifier(parent, ts.SyntaxKind.StaticKeyword)
    )
      return parent;
  }
  return null;
}

type Written = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

function isWritten(node: ts.Node): node is Written {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
}

function isCalledAtOnce(written: ts.SignatureDeclaration): boolean {
  if (!ts.isArrowFunction(written) && !ts.isFunctionExpression(written)) return false;
  if (goesOnLater(written)) return false;
  const outer = outermost(written);
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  return (
    call.expression === outer ||
    (ts.isPropertyAccessExpression(call.expression) && AT_ONCE.has(call.expression.name.text))
  );
}

function goesOnLater(written: Written): boolean {
  return hasModifier(written, ts.SyntaxKind.AsyncKeyword) || written.asteriskToken !== undefined;
}

function outermost(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node.parent) ? outermost(node.parent) : node;
}

/** The calls of a function by its name; null where it is exported, used in any other way, or may go on later. */
function callsOf(called: ts.Node, checker: ts.TypeChecker): readonly ts.Node[] | null {
  const name = isWritten(called) && !goesOnLater(called) ? nameOf(called) : null;
  const symbol = name === null ? undefined : checker.getSymbolAtLocation(name);
  if (name === null || symbol === undefined || isExported(symbol)) return null;
  const uses = nodesOf(name.getSourceFile())
    .filter((node) => ts.isIdentifier(node) && node !== name && node.text === name.text)
    .filter((node) => isShorthand(node) || resolve(checker.getSymbolAtLocation(node), checker) === symbol);
  const isCalled = uses.every((use) => ts.isCallExpression(use.parent) && use.parent.expression === use);
  return uses.length > 0 && isCalled ? uses : null;
}

function nameOf(written: Written): ts.Identifier | null {
  if (ts.isFunctionDeclaration(written)) return written.name ?? null;
  const { parent } = outermost(written);
  const isConstant = ts.isVariableDeclaration(parent) && (parent.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && ts.isIdentifier(parent.name) ? parent.name : null;
}

function isExported(symbol: ts.Symbol): boolean {
  const declarations = symbol.declarations ?? [];
  return declarations.some((at) => (ts.getCombinedModifierFlags(at) & ts.ModifierFlags.Export) !== 0);
}

function isShorthand(node: ts.Node): boolean {
  return ts.isShorthandPropertyAssignment(node.parent);
}
