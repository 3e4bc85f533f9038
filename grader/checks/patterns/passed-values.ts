import { ts } from 'ts-morph';
import { baseOf, changedIn, isTarget, resolve } from './changes.ts';
import { nodesOf } from './nodes-of.ts';
import { hasModifier, isMember, skipTypes } from './syntax.ts';

export type Call = ts.CallExpression | ts.NewExpression;

/** Where values come from. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  /** The calls of a function that run after their module has loaded. */
  readonly callsOf: (called: ts.Node) => readonly Call[];
}

/**
 * What a parameter is by default, or is given by calls that run after their module has loaded, unless the function sets it to
 * something else.
 */
export function givenTo(parameter: ts.ParameterDeclaration, sources: Sources): readonly ts.Expression[] {
  const { checker, callsOf } = sources;
  const { initializer, name, parent } = parameter;
  if (parameter.dotDotDotToken !== undefined || isSetIn(parent, checker.getSymbolAtLocation(name), checker)) return [];
  const at = parent.parameters.filter((it) => !isThis(it)).indexOf(parameter);
  const given = callsOf(parent).flatMap((call) => argumentAt(call, at));
  return initializer !== undefined && ts.isIdentifier(baseOf(initializer, checker)) ? [initializer, ...given] : given;
}

function isThis({ name }: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(name) && name.text === 'this';
}

function isSetIn(owner: ts.Node, variable: ts.Symbol | undefined, checker: ts.TypeChecker): boolean {
  return nodesOf(owner).some(
    (node) => ts.isIdentifier(node) && changedIn(node, checker, new Set()).some((changed) => changed === variable),
  );
}

function argumentAt(call: Call, at: number): readonly ts.Expression[] {
  const given = (call.arguments ?? []).slice(0, at + 1);
  return given.some(ts.isSpreadElement) ? [] : given.slice(at);
}

/**
 * What a field of `this` stays: `shared` of `readonly #records = shared`, of `this.#records = shared` in the constructor and nowhere
 * else, and what is given to a parameter that is a field.
 */
export function fieldValues(expression: ts.Expression, sources: Sources): readonly ts.Expression[] {
  const node = skipTypes(expression);
  if (!isMember(node)) return [];
  if (skipTypes(node.expression).kind !== ts.SyntaxKind.ThisKeyword) return fieldValues(node.expression, sources);
  const { checker } = sources;
  const field = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
  const declaration = field?.valueDeclaration;
  const owner = ts.findAncestor(declaration, ts.isClassLike);
  if (declaration === undefined || owner === undefined) return [];
  const set = nodesOf(owner).filter(
    (it) => ts.isPropertyAccessExpression(it) && isTarget(it) && checker.getSymbolAtLocation(it.name) === field,
  );
  if (ts.isParameter(declaration)) return set.length === 0 ? givenTo(declaration, sources) : [];
  return ts.isPropertyDeclaration(declaration) ? setTo(declaration, set) : [];
}

function setTo(field: ts.PropertyDeclaration, set: readonly ts.Node[]): readonly ts.Expression[] {
  const [only, ...others] = set;
  const { initializer } = field;
  if (only === undefined) {
    const isFixed = hasModifier(field, ts.SyntaxKind.ReadonlyKeyword);
    return isFixed && initializer !== undefined && ts.isIdentifier(skipTypes(initializer)) ? [initializer] : [];
  }
  const { parent } = only;
  const isInConstructor = ts.isConstructorDeclaration(ts.findAncestor(only, ts.isFunctionLike) ?? only);
  const isPlain = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isPlain && isInConstructor && others.length === 0 && initializer === undefined ? [parent.right] : [];
}

/** `shared` of a function or getter that returns `shared`, or a part of it, and nothing else. */
export function returnedBy(base: ts.Expression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const body = bodyBehind(base, checker);
  if (body === undefined) return [];
  const returned = ts.isBlock(body) ? nodesOf(body).filter((node) => ts.isReturnStatement(node)) : [body];
  const [only, ...others] = returned.map((node) => (ts.isReturnStatement(node) ? node.expression : node));
  if (only === undefined || others.length > 0) return [];
  const name = baseOf(only, checker);
  const declaration = resolve(checker.getSymbolAtLocation(name), checker)?.valueDeclaration;
  const isFromOutside = declaration !== undefined && !ts.findAncestor(declaration, (outer) => outer === body.parent);
  return ts.isIdentifier(name) && isFromOutside ? [only] : [];
}

/** What runs at a call of a function, or where a getter is read. */
function bodyBehind(base: ts.Expression, checker: ts.TypeChecker): ts.ConciseBody | undefined {
  const behind = ts.isCallExpression(base)
    ? [checker.getResolvedSignature(base)?.declaration]
    : ts.isPropertyAccessExpression(base)
      ? checker.getSymbolAtLocation(base.name)?.declarations?.filter(ts.isGetAccessor)
      : [];
  const [declaration] = behind ?? [];
  return declaration !== undefined && isWritten(declaration) ? declaration.body : undefined;
}

function isWritten(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessor(node)
  );
}
