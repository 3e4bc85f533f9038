import { ts } from 'ts-morph';
import { changedIn } from './changes.ts';
import { nodesOf } from './nodes-of.ts';
import { runsLater, usedLater } from './runs-later.ts';
import { skipTypes } from './syntax.ts';

/**
 * The constants of modules that hold state in a closure: what a function of the candidate's returns at the load of the
 * module, and changes variables of that function when it is called later, as in `const next = makeCounter()`.
 */
export function findKeptClosures(
  nodes: readonly ts.Node[],
  checker: ts.TypeChecker,
  selfChanging: ReadonlySet<ts.Node>,
): readonly ts.Node[] {
  const changesOuter = (inner: ts.Node, maker: Maker): boolean =>
    nodesOf(inner)
      .flatMap((node) => changedIn(node, checker, selfChanging))
      .some(({ declarations = [] }) => declarations.some((at) => isOwn(at, maker) && !isInside(at, inner)));
  const used = usedLater(nodes, checker);
  return nodes
    .filter((node) => ts.isVariableDeclaration(node))
    .filter((variable) => !runsLater(variable) && used.has(variable))
    .filter(({ initializer }) => {
      const maker = makerOf(initializer, checker);
      return maker !== null && returnedBy(maker, checker).some((inner) => changesOuter(inner, maker));
    });
}

/** The function that an initial value comes from. */
function makerOf(initializer: ts.Expression | undefined, checker: ts.TypeChecker): Maker | null {
  const call = initializer === undefined ? undefined : skipTypes(initializer);
  const maker =
    call !== undefined && ts.isCallExpression(call) ? checker.getResolvedSignature(call)?.declaration : undefined;
  return maker !== undefined && isMaker(maker) ? maker : null;
}

type Maker = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

function isMaker(node: ts.Node): node is Maker {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** The functions in what a function returns, those that it returns by their name included. */
function returnedBy(maker: Maker, checker: ts.TypeChecker): readonly ts.Node[] {
  const { body } = maker;
  if (body === undefined) return [];
  const returned = ts.isBlock(body) ? nodesOf(body).filter((node) => isReturnOf(node, maker)) : [body];
  const parts = returned.flatMap(nodesOf);
  const named = parts.filter((node) => ts.isIdentifier(node)).flatMap((name) => functionOf(name, maker, checker));
  return [...parts, ...named].filter((node) => ts.isFunctionLike(node));
}

function isReturnOf(node: ts.Node, maker: Maker): boolean {
  return ts.isReturnStatement(node) && ts.findAncestor(node, ts.isFunctionLike) === maker;
}

/** `next` of `return next`, `return { next }` and `return { step: next }`, where the function itself has declared it. */
function functionOf(name: ts.Identifier, maker: Maker, checker: ts.TypeChecker): readonly ts.Node[] {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || !isInside(declaration, maker)) return [];
  if (ts.isFunctionDeclaration(declaration)) return [declaration];
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value === undefined ? [] : [skipTypes(value)];
}

/** Declared by the function itself, and not by one inside of it, which declares it anew at every call. */
function isOwn(declaration: ts.Node, maker: Maker): boolean {
  return ts.findAncestor(declaration.parent, ts.isFunctionLike) === maker;
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return ts.findAncestor(node, (at) => at === outer) !== undefined;
}
